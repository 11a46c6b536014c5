#pragma once

// Messages that match a search, as rows: who and when, and the text around the match.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace vos::ui {

class SearchHits : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole + 1, WhoRole, WhenRole, BeforeRole, MatchRole, AfterRole };

    SearchHits(model::Models& models, QObject* parent);

    void set(std::vector<Message> messages, const QString& term);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    model::Models& m_models;
    std::vector<Message> m_messages;
    QString m_term;
};

class SearchHitDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    SearchHitDelegate(const Theme& theme, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Theme& m_theme;
};

}  // namespace vos::ui
