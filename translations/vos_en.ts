<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
    <context>
        <name>Drill</name>
        <message numerus="yes">
            <source>%n min</source>
            <translation>
                <numerusform>%n min</numerusform>
                <numerusform>%n min</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n h</source>
            <translation>
                <numerusform>%n h</numerusform>
                <numerusform>%n h</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Yes, through %n friends.</source>
            <translation>
                <numerusform>Yes, through %n friend.</numerusform>
                <numerusform>Yes, through %n friends.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>NetworkWords</name>
        <message numerus="yes">
            <source>%n min</source>
            <translation>
                <numerusform>%n min</numerusform>
                <numerusform>%n min</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n days</source>
            <translation>
                <numerusform>%n day</numerusform>
                <numerusform>%n days</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Words</name>
        <message numerus="yes">
            <source>Last seen %n min ago</source>
            <translation>
                <numerusform>Last seen %n min ago</numerusform>
                <numerusform>Last seen %n min ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Last seen %n h ago</source>
            <translation>
                <numerusform>Last seen %n h ago</numerusform>
                <numerusform>Last seen %n h ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1, %2 and %n others</source>
            <translation>
                <numerusform>%1, %2 and %n other</numerusform>
                <numerusform>%1, %2 and %n others</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 Tried %n times, last %2.</source>
            <extracomment>%1 is what is said of a waiting message, %2 a time of day</extracomment>
            <translation>
                <numerusform>%1 Tried once, at %2.</numerusform>
                <numerusform>%1 Tried %n times, last %2.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n min ago</source>
            <translation>
                <numerusform>%n min ago</numerusform>
                <numerusform>%n min ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n h ago</source>
            <translation>
                <numerusform>%n h ago</numerusform>
                <numerusform>%n h ago</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::model::AgreementList</name>
        <message numerus="yes">
            <source>%n messages · %1</source>
            <extracomment>A row of I hold for: messages held now, whether the friend can be reached</extracomment>
            <translation>
                <numerusform>%n message · %1</numerusform>
                <numerusform>%n messages · %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 · keeps %n messages for you</source>
            <extracomment>A row of Hold for me: whether the friend can be reached, messages it keeps</extracomment>
            <translation>
                <numerusform>%1 · keeps %n message for you</numerusform>
                <numerusform>%1 · keeps %n messages for you</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1, %n messages lost</source>
            <extracomment>%1 is a row read aloud</extracomment>
            <translation>
                <numerusform>%1, %n message lost</numerusform>
                <numerusform>%1, %n messages lost</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::model::FriendModel</name>
        <message numerus="yes">
            <source>%1, %2, %n unread, %3</source>
            <extracomment>A friend&apos;s row read aloud: name, presence, unread messages, what the row shows</extracomment>
            <translation>
                <numerusform>%1, %2, %n unread, %3</numerusform>
                <numerusform>%1, %2, %n unread, %3</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::model::MessageModel</name>
        <message numerus="yes">
            <source>%n new messages</source>
            <translation>
                <numerusform>%n new message</numerusform>
                <numerusform>%n new messages</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n earlier messages are on their way</source>
            <translation>
                <numerusform>%n earlier message is on its way</numerusform>
                <numerusform>%n earlier messages are on their way</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::model::NodeStatus</name>
        <message numerus="yes">
            <source>Connected · %n nodes</source>
            <translation>
                <numerusform>Connected · %n node</numerusform>
                <numerusform>Connected · %n nodes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Network: connected, %n nodes</source>
            <translation>
                <numerusform>Network: connected, %n node</numerusform>
                <numerusform>Network: connected, %n nodes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Queue: %n waiting</source>
            <translation>
                <numerusform>Queue: %n waiting</numerusform>
                <numerusform>Queue: %n waiting</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Queue: %n held</source>
            <translation>
                <numerusform>Queue: %n held</numerusform>
                <numerusform>Queue: %n held</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::model::QueueModel</name>
        <message numerus="yes">
            <source>%1, %n messages</source>
            <extracomment>A heading in the queue read aloud: friend, number of messages</extracomment>
            <translation>
                <numerusform>%1, %n message</numerusform>
                <numerusform>%1, %n messages</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::model::Trail</name>
        <message numerus="yes">
            <source>%n nodes were asked; none has heard of %1.</source>
            <translation>
                <numerusform>One node was asked; it has not heard of %1.</numerusform>
                <numerusform>%n nodes were asked; none has heard of %1.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%2 of %n nodes heard of %1: %3, at another address.</source>
            <extracomment>%2 of %n nodes; %1 is the friend, %3 a time such as &quot;4 min ago&quot;</extracomment>
            <translation>
                <numerusform>%2 of %n nodes heard of %1: %3, at another address.</numerusform>
                <numerusform>%2 of %n nodes heard of %1: %3, at another address.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%2 of %n nodes heard of %1: %3, where there is no answer now.</source>
            <translation>
                <numerusform>%2 of %n nodes heard of %1: %3, where there is no answer now.</numerusform>
                <numerusform>%2 of %n nodes heard of %1: %3, where there is no answer now.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::Cancelling</name>
        <message numerus="yes">
            <source>%1 will be asked to erase the copy. If it was handed over before that, it arrives all the same.</source>
            <translation>
                <numerusform>%1 will be asked to erase the copy. If it was handed over before that, it arrives all the same.</numerusform>
                <numerusform>%1 will be asked to erase their copies. If one was handed over before that, it arrives all the same.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::CarryingSection</name>
        <message numerus="yes">
            <source>%n pairs at present.</source>
            <translation>
                <numerusform>%n pair at present.</numerusform>
                <numerusform>%n pairs at present.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::ChatPage</name>
        <message numerus="yes">
            <source>%n messages could not be delivered.</source>
            <translation>
                <numerusform>%n message could not be delivered.</numerusform>
                <numerusform>%n messages could not be delivered.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::FriendVosPage</name>
        <message numerus="yes">
            <source>Nothing new is taken. %n messages for %1 stay until they are fetched, at most until %2.</source>
            <translation>
                <numerusform>Nothing new is taken. %n message for %1 stays until it is fetched, at most until %2.</numerusform>
                <numerusform>Nothing new is taken. %n messages for %1 stay until they are fetched, at most until %2.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Nothing new is taken. %n messages for %1 stay until they are fetched, at most 30 days.</source>
            <translation>
                <numerusform>Nothing new is taken. %n message for %1 stays until it is fetched, at most 30 days.</numerusform>
                <numerusform>Nothing new is taken. %n messages for %1 stay until they are fetched, at most 30 days.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n messages that %1 had signed for are lost. %1 is used last from now on.</source>
            <translation>
                <numerusform>%n message that %1 had signed for is lost. %1 is used last from now on.</numerusform>
                <numerusform>%n messages that %1 had signed for are lost. %1 is used last from now on.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::JumpButton</name>
        <message numerus="yes">
            <source>%n new messages</source>
            <translation>
                <numerusform>%n new message</numerusform>
                <numerusform>%n new messages</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::MapPage</name>
        <message numerus="yes">
            <source>%n nodes known</source>
            <translation>
                <numerusform>%n node known</numerusform>
                <numerusform>%n nodes known</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n reachable now</source>
            <translation>
                <numerusform>%n reachable now</numerusform>
                <numerusform>%n reachable now</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n direct</source>
            <translation>
                <numerusform>%n direct</numerusform>
                <numerusform>%n direct</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n through others</source>
            <translation>
                <numerusform>%n through others</numerusform>
                <numerusform>%n through others</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>You are connected with %n nodes. Together they know where everybody is.</source>
            <translation>
                <numerusform>You are connected with one node.</numerusform>
                <numerusform>You are connected with %n nodes. Together they know where everybody is.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::MessageDetails</name>
        <message numerus="yes">
            <source>%n characters</source>
            <translation>
                <numerusform>%n character</numerusform>
                <numerusform>%n characters</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>On this computer. Tried %n times.</source>
            <translation>
                <numerusform>On this computer. Tried once.</numerusform>
                <numerusform>On this computer. Tried %n times.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Signed by %1, %n bytes</source>
            <extracomment>Who signed the proof of a step, and how large it is</extracomment>
            <translation>
                <numerusform>Signed by %1, %n byte</numerusform>
                <numerusform>Signed by %1, %n bytes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::NetworkPage</name>
        <message numerus="yes">
            <source>%n nodes</source>
            <translation>
                <numerusform>%n node</numerusform>
                <numerusform>%n nodes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n reachable now</source>
            <translation>
                <numerusform>%n reachable now</numerusform>
                <numerusform>%n reachable now</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::NetworkSection</name>
        <message numerus="yes">
            <source>Joined. %n nodes are known.</source>
            <translation>
                <numerusform>Joined. %n node is known.</numerusform>
                <numerusform>Joined. %n nodes are known.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::QueuePanel</name>
        <message numerus="yes">
            <source>%n waiting here</source>
            <translation>
                <numerusform>%n waiting here</numerusform>
                <numerusform>%n waiting here</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n held by friends</source>
            <translation>
                <numerusform>%n held by friends</numerusform>
                <numerusform>%n held by friends</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::Rail</name>
        <message numerus="yes">
            <source>%n unread</source>
            <translation>
                <numerusform>%n unread</numerusform>
                <numerusform>%n unread</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n requests</source>
            <translation>
                <numerusform>%n request</numerusform>
                <numerusform>%n requests</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::RequestNotice</name>
        <message numerus="yes">
            <source>%n friend requests</source>
            <translation>
                <numerusform>%n friend request</numerusform>
                <numerusform>%n friend requests</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::SearchPanel</name>
        <message numerus="yes">
            <source>%n messages found</source>
            <translation>
                <numerusform>%n message found</numerusform>
                <numerusform>%n messages found</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::SecuritySection</name>
        <message numerus="yes">
            <source>After %n minutes</source>
            <translation>
                <numerusform>After %n minute</numerusform>
                <numerusform>After %n minutes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::StatusBar</name>
        <message numerus="yes">
            <source>Holding %n for friends</source>
            <translation>
                <numerusform>Holding %n for friends</numerusform>
                <numerusform>Holding %n for friends</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Holding: %n messages</source>
            <translation>
                <numerusform>Holding: %n message</numerusform>
                <numerusform>Holding: %n messages</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::Tray</name>
        <message numerus="yes">
            <source>VOS Messenger, %n unread</source>
            <translation>
                <numerusform>VOS Messenger, %n unread</numerusform>
                <numerusform>VOS Messenger, %n unread</numerusform>
            </translation>
        </message>
    </context>
</TS>
