#pragma once

// The little markup people type in messages: **bold**, *italic* or _italic_, `code`, and blocks of
// code between ``` lines. Read for showing alone: what is stored, sent and copied is the text as it
// was written. What does not close, or stands in a web address, is plain text.

#include <QList>
#include <QString>

namespace vos::model {

enum class Mark { Bold, Italic, Code, Block };

struct MarkRange {
    int start = 0;
    int length = 0;
    Mark mark = Mark::Bold;

    bool operator==(const MarkRange&) const = default;
};

struct MarkedText {
    QString text;             ///< without the marks
    QList<MarkRange> ranges;  ///< by their end; italic may stand in bold, nothing in code
};

/// Ranges of one text, so that a hostile one stays cheap; the rest stays as it was written.
inline constexpr int MarksMax = 200;

MarkedText readMarks(const QString& source);
/// The text alone.
QString withoutMarks(const QString& source);

}  // namespace vos::model
