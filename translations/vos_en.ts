<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
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
            <source>%1 keeps it until %2 is back, and cannot read it.</source>
            <translation>
                <numerusform>%1 keeps it until %2 is back, and cannot read it.</numerusform>
                <numerusform>%1 keep it until %2 is back, and cannot read it.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1, %2 and %n others</source>
            <translation>
                <numerusform>%1, %2 and %n other</numerusform>
                <numerusform>%1, %2 and %n others</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::model::FriendModel</name>
        <message numerus="yes">
            <source>%1, %2, %n unread, %3</source>
            <extracomment>A friend's row read aloud: name, presence, unread messages, what the row shows</extracomment>
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
        <name>vos::ui::Tray</name>
        <message numerus="yes">
            <source>VOS Messenger, %n unread</source>
            <translation>
                <numerusform>VOS Messenger, %n unread</numerusform>
                <numerusform>VOS Messenger, %n unread</numerusform>
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
</TS>
