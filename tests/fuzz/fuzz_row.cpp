// Rows of the profile's database after unsealing; every input goes to all decoders.

#include "p2p/qt/rowcodec.h"
#include "tests/fuzz/target.h"

using namespace vos;

namespace {

template <typename Row>
void check(ByteView input)
{
    Row row;
    if (!qt::decodeRow(input, row))
        return;
    // A row of an older version ends before the fields that came later.
    const Bytes encoded = qt::encodeRow(row);
    VOS_ASSERT(encoded.size() >= input.size() &&
               equal(ByteView(encoded).first(input.size()), input));
    Row again;
    VOS_ASSERT(qt::decodeRow(encoded, again) && equal(qt::encodeRow(again), encoded));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input = fuzz::viewOf(data, size);
    check<SelfRow>(input);
    check<PrekeyRow>(input);
    check<ContactRow>(input);
    check<RecordRow>(input);
    check<OutboxRow>(input);
    check<SeenLetterRow>(input);
    check<SettingRow>(input);
    check<qt::LocalRow>(input);
    check<Message>(input);
    check<qt::MessageStatus>(input);
    check<ClockRow>(input);
    check<FriendRow>(input);
    check<OwnerRow>(input);
    check<HeldLetterRow>(input);
    check<CustodyNoteRow>(input);
    check<MessageStep>(input);
    check<ChangeMessage>(input);
    return 0;
}
