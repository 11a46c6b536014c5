// The plaintext of a DATA datagram: frames up to its end.

#include "p2p/wire/frame.h"
#include "tests/fuzz/target.h"

#include <type_traits>

using namespace vos;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input = fuzz::viewOf(data, size);
    wire::Reader reader(input);
    while (reader.remaining() > 0) {
        const std::size_t before = reader.remaining();
        const auto frame = wire::decodeFrame(reader);
        if (!frame)
            return 0;
        VOS_ASSERT(reader.remaining() < before);
        const std::size_t used = before - reader.remaining();
        wire::Writer writer;
        std::visit(
            [&](const auto& f) {
                if constexpr (std::is_same_v<std::decay_t<decltype(f)>, wire::PaddingFrame>)
                    wire::encodePadding(writer, used);
                else
                    wire::encode(writer, f);
            },
            *frame);
        VOS_ASSERT(equal(writer.view(), input.subspan(input.size() - before, used)));
    }
    return 0;
}
