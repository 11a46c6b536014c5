// Rows of the profile's database after unsealing; every input goes to all decoders.

#include "p2p/qt/rowcodec.h"
#include "tests/fuzz/target.h"

using namespace vos;

namespace {

template <typename Row>
void check(ByteView input)
{
    Row row;
    if (qt::decodeRow(input, row))
        VOS_ASSERT(equal(qt::encodeRow(row), input));
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
    return 0;
}
