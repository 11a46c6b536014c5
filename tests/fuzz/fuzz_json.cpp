// Lines of the control interface: cutting a stream into lines, JSON-RPC requests and their
// parameters, and what a client reads back.

#include "app/control/linesplitter.h"
#include "app/control/params.h"
#include "app/control/protocol.h"
#include "tests/fuzz/target.h"

#include <QJsonArray>

#include <algorithm>

using namespace vos;
using namespace Qt::StringLiterals;

namespace {

// Small, so that short inputs reach it.
constexpr qsizetype lineSizeMax = 48;

QByteArrayList linesOf(QByteArrayView input, qsizetype chunk)
{
    control::LineSplitter splitter(lineSizeMax);
    QByteArrayList lines;
    for (qsizetype at = 0; at < input.size(); at += chunk) {
        splitter.append(input.sliced(at, std::min(chunk, input.size() - at)));
        while (const auto line = splitter.next()) {
            VOS_ASSERT(line->text.size() <= lineSizeMax &&
                       !(line->tooLong && !line->text.isEmpty()));
            lines << (line->tooLong ? QByteArray("\n") : line->text);
        }
        VOS_ASSERT(splitter.bufferedBytes() <= lineSizeMax + chunk + 1);
    }
    return lines;
}

void readParams(const QJsonObject& object)
{
    control::Params params(object);
    params.optionalText("name"_L1);
    params.optionalFlag("queue"_L1);
    const auto limit = params.optionalNumber("limit"_L1, 1, 1000);
    VOS_ASSERT(!limit || (*limit >= 1 && *limit <= 1000));
    params.optionalTexts("keys"_L1);
    params.node("address"_L1);
    params.optionalNode("peer"_L1);
    params.place("to"_L1);
    params.message("id"_L1);
    params.optionalMessage("reply_to"_L1);
    const QString body = params.body("text"_L1);
    const Bytes data = params.data("data"_L1);
    const auto expiry = params.expiry("expires_s"_L1);
    if (const auto fault = params.fault()) {
        VOS_ASSERT(!fault->reason.isEmpty() && !fault->message.isEmpty());
        return;
    }
    VOS_ASSERT(!body.isEmpty() && body.toUtf8().size() <= control::BodySizeMax);
    VOS_ASSERT(static_cast<qsizetype>(data.size()) <= control::BodySizeMax);
    VOS_ASSERT(!expiry || expiry->count() >= 1);
}

void checkRequest(QByteArrayView line)
{
    const auto request = control::parseRequest(line);
    if (!request) {
        VOS_ASSERT(request.error().fault.code < 0 && !request.error().id.isUndefined());
        return;
    }
    // A lone surrogate does not survive being written; all else does, so the second form stays.
    const QByteArray once = control::encodeRequest(request->id, request->method, request->params);
    const auto again = control::parseRequest(once.chopped(1));
    VOS_ASSERT(again);
    VOS_ASSERT(control::encodeRequest(again->id, again->method, again->params) == once);
    readParams(request->params);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArrayView input(data, static_cast<qsizetype>(size));
    if (!input.isEmpty())
        VOS_ASSERT(linesOf(input, input.size()) == linesOf(input, 7));
    checkRequest(input);
    control::parseIncoming(input);
    return 0;
}
