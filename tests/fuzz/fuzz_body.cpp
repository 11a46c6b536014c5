// Bodies of letters, one decoder for each kind; every input goes to all of them.

#include "p2p/base/utf8.h"
#include "p2p/letters/body.h"
#include "tests/fuzz/target.h"

using namespace vos;

namespace {

template <typename Body>
std::optional<Body> check(ByteView input)
{
    auto body = Body::decode(input);
    if (body)
        VOS_ASSERT(equal(body->encode(), input));
    return body;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input = fuzz::viewOf(data, size);
    if (const auto text = check<letters::TextBody>(input))
        VOS_ASSERT(isUtf8(text->text) && text->text.size() <= letters::TextSizeMax);
    if (const auto introduction = check<letters::IntroductionBody>(input))
        VOS_ASSERT(isUtf8(introduction->name) && isUtf8(introduction->note));
    check<letters::DeclineBody>(input);
    check<letters::DataBody>(input);
    check<letters::ReadMarkBody>(input);
    check<letters::EditBody>(input);
    check<letters::TakeBackBody>(input);
    check<letters::ReactionBody>(input);
    check<letters::ProfileBody>(input);
    check<letters::KeyRefreshBody>(input);
    check<letters::GoneBody>(input);
    if (const auto request = check<letters::FriendRequestBody>(input))
        VOS_ASSERT(isUtf8(request->name) && isUtf8(request->message));
    check<letters::FriendAnswerBody>(input);
    check<letters::FriendGrantBody>(input);
    check<letters::FriendEndBody>(input);
    if (const auto slots = check<letters::SlotsBody>(input))
        VOS_ASSERT(slots->entries.size() <= letters::SlotsMax);
    return 0;
}
