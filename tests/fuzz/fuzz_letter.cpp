// Whole letters as they come from anybody: the open part, and opening them with the prekey the
// seeds are sealed to.

#include "p2p/letters/letter.h"
#include "tests/fuzz/corpus.h"
#include "tests/fuzz/target.h"

using namespace vos;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const crypto::ExchangePair prekey = fuzz::letterPrekey();
    const ByteView input = fuzz::viewOf(data, size);
    const auto head = letters::peek(input);
    const auto opened = letters::open(input, prekey);
    if (head)
        VOS_ASSERT(size >= letters::LetterSizeMin && size <= letters::LetterSizeMax);
    if (opened)
        VOS_ASSERT(head && letters::isFor(*head, prekey.publicKey()));
    return 0;
}
