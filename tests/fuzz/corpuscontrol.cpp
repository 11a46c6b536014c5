#include "p2p/identity/address.h"
#include "tests/fuzz/corpus.h"

namespace vos::fuzz {

namespace {

std::string request(std::string_view id, std::string_view method, std::string_view params)
{
    return R"({"jsonrpc":"2.0","id":)" + std::string(id) + R"(,"method":")" + std::string(method) +
           R"(","params":)" + std::string(params) + "}";
}

}  // namespace

void addControlSeeds(Seeds& seeds)
{
    FixedRng rng(8);
    const std::string address = identity::encodeAddress(rng.id<NodeId>());
    const auto add = [&seeds](std::string name, std::string_view text) {
        addText(seeds, "json", std::move(name), text);
    };
    add("info", R"({"jsonrpc":"2.0","id":1,"method":"node.info"})");
    add("notification", R"({"jsonrpc":"2.0","method":"node.stop","params":{}})");
    add("send", request("\"a\"", "message.send",
                        R"({"to":"vos:)" + address +
                            R"(?at=127.0.0.1:4747","text":"三点见","queue":false})"));
    add("all-params",
        request("7", "x",
                R"({"name":"A","queue":true,"limit":50,"keys":["a.b","c"],"address":")" + address +
                    R"(","peer":")" + address + R"(","to":")" + address +
                    R"(","id":"00112233445566778899aabbccddeeff",)"
                    R"("reply_to":"ffeeddccbbaa99887766554433221100","text":"hello \"you\"\n",)"
                    R"("data":"aGVsbG8=","expires_s":3600})"));
    add("nested", request("null", "settings.set", R"({"a":{"b":[1,2.5,-3e10,[[[{}]]]]}})"));
    add("escapes", request("0", "m", R"({"text":"\u00e9\ud83d\ude00\ud800 \\ \/ \b"})"));
    add("event", R"({"jsonrpc":"2.0","method":"map.changed","params":{"known":3,"online":2}})");
    add("result", R"({"jsonrpc":"2.0","id":4,"result":{"id":"00"}})");
    add("error", R"({"jsonrpc":"2.0","id":4,"error":{"code":-32001,"message":"m",)"
                 R"("data":{"reason":"unknown-address"}}})");
    add("lines", "{}\n\r\n[]\r\n" + std::string(60, 'x') + "\nnull");
}

}  // namespace vos::fuzz
