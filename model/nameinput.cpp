#include "model/nameinput.h"

#include "p2p/identity/name.h"

#include <QCoreApplication>

namespace vos::model {

namespace {

struct NameWords {
    Q_DECLARE_TR_FUNCTIONS(NameWords)
};

}  // namespace

NameInput judgeName(const QString& text)
{
    NameInput input{text.normalized(QString::NormalizationForm_C).trimmed(), {}};
    const auto fault = identity::checkName(input.name.toStdString());
    if (!fault)
        return input;
    switch (*fault) {
    case identity::NameFault::TooLong:
        input.words = NameWords::tr("This name is too long");
        break;
    case identity::NameFault::NotUtf8:
    case identity::NameFault::ForbiddenCharacter:
        input.words = NameWords::tr("This name contains a character that cannot be shown");
        break;
    }
    return input;
}

}  // namespace vos::model
