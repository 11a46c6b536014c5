<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
    <context>
        <name>AddressLabel</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
    </context>
    <context>
        <name>AddressWords</name>
        <message>
            <source>This address is too short</source>
            <translation>地址太短</translation>
        </message>
        <message>
            <source>This address has a typing mistake: “%1” at place %2</source>
            <translation>地址有误：第 %2 位的“%1”</translation>
        </message>
        <message>
            <source>This address has a typing mistake</source>
            <translation>地址有输入错误</translation>
        </message>
        <message>
            <source>An address begins with “vos1”</source>
            <translation>地址以“vos1”开头</translation>
        </message>
        <message>
            <source>This address is too long</source>
            <translation>地址太长</translation>
        </message>
        <message>
            <source>This address mixes capital and small letters</source>
            <translation>地址中混用了大小写字母</translation>
        </message>
        <message>
            <source>You have asked %1 already</source>
            <translation>你已经向%1发出请求</translation>
        </message>
        <message>
            <source>%1 has asked you: answer under Requests</source>
            <translation>%1已经向你发出请求：请在“请求”中答复</translation>
        </message>
        <message>
            <source>You blocked %1</source>
            <translation>你已屏蔽%1</translation>
        </message>
        <message>
            <source>%1 is your friend already</source>
            <translation>%1已经是你的好友</translation>
        </message>
        <message>
            <source>This link is damaged</source>
            <translation>链接已损坏</translation>
        </message>
        <message>
            <source>This is your own address</source>
            <translation>这是你自己的地址</translation>
        </message>
        <message>
            <source>This address is complete.</source>
            <translation>地址完整。</translation>
        </message>
    </context>
    <context>
        <name>Bubble</name>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Ask a friend…</source>
            <translation>请好友代存…</translation>
        </message>
        <message>
            <source>edited %1</source>
            <extracomment>In the corner of a message: that it was edited, when it was written.</extracomment>
            <translation>已编辑 %1</translation>
        </message>
    </context>
    <context>
        <name>Drill</name>
        <message numerus="yes">
            <source>%n min</source>
            <translation>
                <numerusform>%n 分钟</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n h</source>
            <translation>
                <numerusform>%n 小时</numerusform>
            </translation>
        </message>
        <message>
            <source>Clock not known</source>
            <translation>时钟未知</translation>
        </message>
        <message>
            <source>Clock right</source>
            <translation>时钟准确</translation>
        </message>
        <message>
            <source>Clock %1 ahead</source>
            <translation>时钟快 %1</translation>
        </message>
        <message>
            <source>Clock %1 behind</source>
            <translation>时钟慢 %1</translation>
        </message>
        <message>
            <source>%1 did not answer. Ask %1 to go online, or ask another friend as well.</source>
            <translation>%1没有回应。请%1上线，或再请一位好友代存。</translation>
        </message>
        <message>
            <source>The agreement with %1 is not valid any more. Ask %1 again.</source>
            <translation>与%1的约定已失效。请重新向%1提出请求。</translation>
        </message>
        <message>
            <source>The clocks of %1 and of this computer differ. Set the one that is wrong.</source>
            <translation>%1的时钟与这台电脑不一致。请校正不准的一方。</translation>
        </message>
        <message>
            <source>%1 takes nothing more at present. Ask %1 for more room, or ask another friend as well.</source>
            <translation>%1目前不再接收。请%1增加空间，或再请一位好友代存。</translation>
        </message>
        <message>
            <source>%1 would not keep your messages now. Try again later.</source>
            <translation>%1目前无法代存你的消息。请稍后再试。</translation>
        </message>
        <message>
            <source>Reachable</source>
            <translation>可到达</translation>
        </message>
        <message>
            <source>No answer</source>
            <translation>没有回应</translation>
        </message>
        <message>
            <source>Room not known</source>
            <translation>空间未知</translation>
        </message>
        <message>
            <source>%1 free</source>
            <translation>剩余 %1</translation>
        </message>
        <message>
            <source>Takes nothing now</source>
            <translation>目前不接收</translation>
        </message>
        <message>
            <source>Agreement not checked</source>
            <translation>约定未检查</translation>
        </message>
        <message>
            <source>Agreement valid</source>
            <translation>约定有效</translation>
        </message>
        <message>
            <source>Agreement not valid</source>
            <translation>约定无效</translation>
        </message>
        <message>
            <source>No. Nobody keeps your messages while you are offline.</source>
            <translation>不能。你离线时没有人代存你的消息。</translation>
        </message>
        <message>
            <source>No. None of your Friend VOS would take a message now.</source>
            <translation>不能。你的好友 VOS 目前都无法接收消息。</translation>
        </message>
        <message>
            <source>Yes, through one friend. A second one is safer.</source>
            <translation>能，通过一位好友。再有一位会更稳妥。</translation>
        </message>
        <message numerus="yes">
            <source>Yes, through %n friends.</source>
            <translation>
                <numerusform>能，通过 %n 位好友。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Errors</name>
        <message>
            <source>%1 could not be reached in time.</source>
            <translation>没能及时联系上%1。</translation>
        </message>
        <message>
            <source>%1 does not take messages from you.</source>
            <translation>%1不接收你的消息。</translation>
        </message>
        <message>
            <source>You blocked %1.</source>
            <translation>你已屏蔽%1。</translation>
        </message>
        <message>
            <source>You cancelled it.</source>
            <translation>你取消了它。</translation>
        </message>
        <message>
            <source>%1 was offline and it was not to wait.</source>
            <translation>%1当时离线，而这条消息不等待。</translation>
        </message>
        <message>
            <source>It is too long. Send it in parts.</source>
            <translation>内容太长，请分几次发送。</translation>
        </message>
        <message>
            <source>That value cannot be used.</source>
            <translation>这个值不能使用。</translation>
        </message>
        <message>
            <source>Nobody knows this address at present.</source>
            <translation>目前没有人知道这个地址。</translation>
        </message>
        <message>
            <source>This is not a VOS address.</source>
            <translation>这不是 VOS 地址。</translation>
        </message>
        <message>
            <source>This is not a friend of yours yet.</source>
            <translation>对方还不是你的好友。</translation>
        </message>
        <message>
            <source>It is not there any more.</source>
            <translation>它已经不在了。</translation>
        </message>
        <message>
            <source>This is not possible now.</source>
            <translation>现在不能这样做。</translation>
        </message>
        <message>
            <source>It could not be saved. Is the disk full? Nothing was sent.</source>
            <translation>无法保存。磁盘是不是满了？什么也没有发出。</translation>
        </message>
        <message>
            <source>Nobody answered there.</source>
            <translation>那里没有应答。</translation>
        </message>
        <message>
            <source>Too much is going on. Try again in a moment.</source>
            <translation>现在太忙，请稍后再试。</translation>
        </message>
        <message>
            <source>You blocked this person.</source>
            <translation>你已屏蔽此人。</translation>
        </message>
        <message>
            <source>The network port is taken</source>
            <translation>网络端口已被占用</translation>
        </message>
        <message>
            <source>Another program uses the port VOS Messenger was told to use. Close that program, or choose another port with --listen.</source>
            <translation>另一个程序正在使用指定的端口。请关闭那个程序，或用 --listen 另选端口。</translation>
        </message>
        <message>
            <source>This profile is in use</source>
            <translation>这份用户资料正在使用中</translation>
        </message>
        <message>
            <source>Another VOS Messenger or vosd has this profile open. Use that one, or close it and try again.</source>
            <translation>另一个 VOS Messenger 或 vosd 已打开这份资料。请使用那一个，或将其关闭后重试。</translation>
        </message>
        <message>
            <source>The profile cannot be read</source>
            <translation>无法读取用户资料</translation>
        </message>
        <message>
            <source>You may not read or write the profile&apos;s folder. Check its owner and rights, or choose another folder with --profile.</source>
            <translation>你没有读写资料文件夹的权限。请检查其所有者和权限，或用 --profile 另选文件夹。</translation>
        </message>
        <message>
            <source>The key file is damaged</source>
            <translation>密钥文件已损坏</translation>
        </message>
        <message>
            <source>Your address lives in this file, so nothing was changed. Restore “key.box” from a backup, then try again.</source>
            <translation>你的地址就在这个文件里，所以没有做任何改动。请从备份恢复“key.box”，然后重试。</translation>
        </message>
        <message>
            <source>A passphrase is needed</source>
            <translation>需要口令</translation>
        </message>
        <message>
            <source>This profile is protected by a passphrase.</source>
            <translation>这份资料受口令保护。</translation>
        </message>
        <message>
            <source>The passphrase is wrong</source>
            <translation>口令不正确</translation>
        </message>
        <message>
            <source>Check capital letters and the keyboard&apos;s language, then try again.</source>
            <translation>请检查大小写和键盘语言，然后重试。</translation>
        </message>
        <message>
            <source>The message store is damaged</source>
            <translation>消息库已损坏</translation>
        </message>
        <message>
            <source>Nothing was deleted. Restore the profile&apos;s folder from a backup, or move the damaged database away to begin with an empty history.</source>
            <translation>没有删除任何内容。请从备份恢复资料文件夹，或移走损坏的数据库，从空的记录开始。</translation>
        </message>
        <message>
            <source>The disk is full</source>
            <translation>磁盘已满</translation>
        </message>
        <message>
            <source>VOS Messenger cannot save anything. Free some space, then try again.</source>
            <translation>VOS Messenger 无法保存任何内容。请腾出一些空间，然后重试。</translation>
        </message>
        <message>
            <source>An option is wrong</source>
            <translation>启动选项有误</translation>
        </message>
        <message>
            <source>VOS Messenger was started with an option it cannot use. The details say which one.</source>
            <translation>VOS Messenger 启动时带了不能使用的选项，详情中说明是哪一个。</translation>
        </message>
        <message>
            <source>No network connection could be opened</source>
            <translation>无法打开网络连接</translation>
        </message>
        <message>
            <source>This computer does not let VOS Messenger use the network. Check its network settings and firewall, then try again.</source>
            <translation>这台电脑不允许 VOS Messenger 使用网络。请检查网络设置和防火墙，然后重试。</translation>
        </message>
        <message>
            <source>The keychain cannot be reached</source>
            <translation>无法访问系统钥匙串</translation>
        </message>
        <message>
            <source>The key of this profile is kept by the keychain of your system. Start or unlock it, then try again. Nothing was changed.</source>
            <translation>这份资料的密钥保存在系统钥匙串中。请启动或解锁钥匙串，然后重试。没有任何改动。</translation>
        </message>
        <message>
            <source>The file cannot be opened.</source>
            <translation>无法打开该文件。</translation>
        </message>
        <message>
            <source>This file is not a backup of VOS Messenger.</source>
            <translation>这个文件不是 VOS Messenger 的备份。</translation>
        </message>
        <message>
            <source>That is not the passphrase of this backup.</source>
            <translation>口令与这份备份不符。</translation>
        </message>
        <message>
            <source>The backup is damaged or not complete. Use another one.</source>
            <translation>备份已损坏或不完整，请使用另一份。</translation>
        </message>
        <message>
            <source>The backup was made by a newer version of VOS Messenger. Install that version first.</source>
            <translation>这份备份由更新版本的 VOS Messenger 制作，请先安装那个版本。</translation>
        </message>
        <message>
            <source>It could not be written. Look whether the disk is full or protected.</source>
            <translation>无法写入。请检查磁盘是否已满或被写保护。</translation>
        </message>
        <message>
            <source>This computer has too little free memory. Close other programs.</source>
            <translation>这台电脑的可用内存太少，请关闭其他程序。</translation>
        </message>
        <message>
            <source>It was stopped. Nothing was changed.</source>
            <translation>已停止。没有任何改动。</translation>
        </message>
    </context>
    <context>
        <name>NameWords</name>
        <message>
            <source>This name is too long</source>
            <translation>名字太长</translation>
        </message>
        <message>
            <source>This name contains a character that cannot be shown</source>
            <translation>名字中有无法显示的字符</translation>
        </message>
    </context>
    <context>
        <name>NetworkWords</name>
        <message>
            <source>Let VOS Messenger open a port in your router (below), or open UDP port %1 there yourself.</source>
            <translation>让 VOS Messenger 在路由器上打开端口（见下方），或自行在路由器上打开 UDP 端口 %1。</translation>
        </message>
        <message>
            <source>Opening UDP port %1 in your router would help.</source>
            <translation>在路由器上打开 UDP 端口 %1 会有帮助。</translation>
        </message>
        <message>
            <source>Connected. Others can reach you directly.</source>
            <translation>已连接。别人可以直接联系到你。</translation>
        </message>
        <message>
            <source>Your router opened a port for you.</source>
            <translation>路由器已为你打开一个端口。</translation>
        </message>
        <message>
            <source>Nothing is in the way.</source>
            <translation>没有任何阻碍。</translation>
        </message>
        <message>
            <source>Connected. Others reach you with the help of a friend.</source>
            <translation>已连接。别人在好友的帮助下联系到你。</translation>
        </message>
        <message>
            <source>The first message goes through somebody both of you know, then the way becomes direct.</source>
            <translation>第一条消息经由你们都认识的人，之后改为直连。</translation>
        </message>
        <message>
            <source>Connected, but others cannot reach you directly.</source>
            <translation>已连接，但别人无法直接联系到你。</translation>
        </message>
        <message>
            <source>Messages often go through friends, who cannot read them.</source>
            <translation>消息常常经由好友转交，他们无法阅读内容。</translation>
        </message>
        <message>
            <source>This network lets almost nothing out.</source>
            <translation>这个网络几乎什么都不放行。</translation>
        </message>
        <message>
            <source>It keeps back UDP, which VOS Messenger speaks. Another network helps, a phone&apos;s for example, or whoever runs this one could let out UDP port 443.</source>
            <translation>它拦截了 VOS Messenger 使用的 UDP。换一个网络会有帮助，例如手机热点；也可以请网络管理员放行 UDP 端口 443。</translation>
        </message>
        <message>
            <source>Connected.</source>
            <translation>已连接。</translation>
        </message>
        <message>
            <source>Whether others can reach you directly is not known yet.</source>
            <translation>别人能否直接联系到你，目前还不清楚。</translation>
        </message>
        <message>
            <source>Starting</source>
            <translation>正在启动</translation>
        </message>
        <message>
            <source>No network.</source>
            <translation>没有网络。</translation>
        </message>
        <message>
            <source>Messages are queued here and go out as soon as there is one.</source>
            <translation>消息在这里排队，一有网络就发出。</translation>
        </message>
        <message>
            <source>Nobody is known yet.</source>
            <translation>还没有已知节点。</translation>
        </message>
        <message>
            <source>Add a friend by link, or join through any node that is online (Settings, Network).</source>
            <translation>通过链接添加好友，或通过任意在线节点加入（设置，网络）。</translation>
        </message>
        <message>
            <source>Looking for other nodes.</source>
            <translation>正在寻找其他节点。</translation>
        </message>
        <message>
            <source>None of those known has answered so far.</source>
            <translation>已知的节点目前都没有应答。</translation>
        </message>
        <message>
            <source>Connected through others only.</source>
            <translation>仅经由他人连接。</translation>
        </message>
        <message>
            <source>Not known yet</source>
            <translation>尚不清楚</translation>
        </message>
        <message>
            <source>None: a public address</source>
            <translation>无：公网地址</translation>
        </message>
        <message>
            <source>Full cone: lets everybody in</source>
            <translation>完全锥形：放行所有人</translation>
        </message>
        <message>
            <source>Address-restricted: lets in whom you called</source>
            <translation>地址受限：只放行你联系过的地址</translation>
        </message>
        <message>
            <source>Port-restricted: lets in whom you called</source>
            <translation>端口受限：只放行你联系过的地址和端口</translation>
        </message>
        <message>
            <source>Symmetric: another port towards everybody</source>
            <translation>对称型：对每个对方使用不同端口</translation>
        </message>
        <message>
            <source>UDP is kept back</source>
            <translation>UDP 被拦截</translation>
        </message>
        <message>
            <source>Switched off</source>
            <translation>已关闭</translation>
        </message>
        <message>
            <source>Asking the router…</source>
            <translation>正在询问路由器…</translation>
        </message>
        <message>
            <source>No router here does that</source>
            <translation>这里没有路由器支持</translation>
        </message>
        <message>
            <source>Not needed</source>
            <translation>不需要</translation>
        </message>
        <message>
            <source>%1, by %2</source>
            <extracomment>%1 an address with port, %2 the name of a protocol</extracomment>
            <translation>%1，通过 %2</translation>
        </message>
        <message>
            <source>On your network</source>
            <translation>在你的网络内</translation>
        </message>
        <message>
            <source>Direct</source>
            <translation>直连</translation>
        </message>
        <message>
            <source>Through others</source>
            <translation>经由他人</translation>
        </message>
        <message>
            <source>Through %1</source>
            <translation>经由 %1</translation>
        </message>
        <message>
            <source>%1, since %2</source>
            <extracomment>A way and since when it is used: &quot;Direct (203.0.113.5:40123), since 10:42&quot;</extracomment>
            <translation>%1，始于 %2</translation>
        </message>
        <message>
            <source>%1. Round trip %2.</source>
            <extracomment>%1 a way, %2 a time</extracomment>
            <translation>%1。往返时间 %2。</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 毫秒</translation>
        </message>
        <message>
            <source>Just now</source>
            <translation>刚刚</translation>
        </message>
        <message numerus="yes">
            <source>%n min</source>
            <translation>
                <numerusform>%n 分钟</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 h %2 min</source>
            <translation>%1 小时 %2 分钟</translation>
        </message>
        <message numerus="yes">
            <source>%n days</source>
            <translation>
                <numerusform>%n 天</numerusform>
            </translation>
        </message>
        <message>
            <source>0 kB</source>
            <translation>0 kB</translation>
        </message>
        <message>
            <source>%1/s</source>
            <extracomment>A speed; %1 is an amount as &quot;0.4 kB&quot;</extracomment>
            <translation>%1/秒</translation>
        </message>
        <message>
            <source>%1 MB/s</source>
            <translation>%1 MB/秒</translation>
        </message>
        <message>
            <source>%1 kB/s</source>
            <translation>%1 kB/秒</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <extracomment>Two sentences, one after the other</extracomment>
            <translation>%1%2</translation>
        </message>
    </context>
    <context>
        <name>Question</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>Words</name>
        <message>
            <source>d MMM</source>
            <extracomment>Date in one line as QLocale::toString() takes it, such as 14 Nov</extracomment>
            <translation>M月d日</translation>
        </message>
        <message>
            <source>d MMM yyyy</source>
            <extracomment>Date with the year as QLocale::toString() takes it, such as 3 Oct 2026</extracomment>
            <translation>yyyy年M月d日</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <extracomment>%1 is a date, %2 a time of day
    ----------
    %1 is a day such as Sat or 14 Nov, %2 a time of day</extracomment>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>昨天</translation>
        </message>
        <message>
            <source>Not seen yet</source>
            <translation>还没有上线过</translation>
        </message>
        <message>
            <source>Last seen just now</source>
            <translation>刚刚在线</translation>
        </message>
        <message numerus="yes">
            <source>Last seen %n min ago</source>
            <translation>
                <numerusform>%n 分钟前在线</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Last seen %n h ago</source>
            <translation>
                <numerusform>%n 小时前在线</numerusform>
            </translation>
        </message>
        <message>
            <source>Last seen yesterday</source>
            <translation>昨天在线</translation>
        </message>
        <message>
            <source>Last seen on %1</source>
            <translation>%1在线</translation>
        </message>
        <message>
            <source>Online · through %1</source>
            <translation>在线 · 经由 %1</translation>
        </message>
        <message>
            <source>Online · direct</source>
            <translation>在线 · 直连</translation>
        </message>
        <message>
            <source>Online</source>
            <translation>在线</translation>
        </message>
        <message>
            <source>Unknown while you are offline</source>
            <translation>你离线时未知</translation>
        </message>
        <message>
            <source>Waiting for %1 to accept</source>
            <translation>等待%1接受</translation>
        </message>
        <message>
            <source>online</source>
            <translation>在线</translation>
        </message>
        <message>
            <source>offline</source>
            <translation>离线</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>Queued</source>
            <translation>排队中</translation>
        </message>
        <message>
            <source>Sending</source>
            <translation>发送中</translation>
        </message>
        <message>
            <source>Held</source>
            <translation>代存</translation>
        </message>
        <message>
            <source>Held by %1</source>
            <translation>由 %1 代存</translation>
        </message>
        <message>
            <source>Delivered</source>
            <translation>已送达</translation>
        </message>
        <message>
            <source>Read</source>
            <comment>receipt</comment>
            <translation>已读</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>On its way to %1. No answer yet.</source>
            <translation>正在发往%1，还没有回应。</translation>
        </message>
        <message>
            <source>Arrived on %1&apos;s computer.</source>
            <translation>已到达%1的电脑。</translation>
        </message>
        <message>
            <source>Arrived on %1&apos;s computer, %2.</source>
            <translation>已到达%1的电脑，%2。</translation>
        </message>
        <message>
            <source>Read %1.</source>
            <comment>receipt with time</comment>
            <translation>%1 已读。</translation>
        </message>
        <message>
            <source>Read by %1.</source>
            <translation>%1已读。</translation>
        </message>
        <message>
            <source>%1 and %2</source>
            <translation>%1 和 %2</translation>
        </message>
        <message numerus="yes">
            <source>%1, %2 and %n others</source>
            <translation>
                <numerusform>%1、%2 和另外 %n 人</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 kB</source>
            <translation>%1 kB</translation>
        </message>
        <message>
            <source>%1 MB</source>
            <translation>%1 MB</translation>
        </message>
        <message>
            <source>%1 GB</source>
            <translation>%1 GB</translation>
        </message>
        <message>
            <source>On this computer. Goes out as soon as %1 or a Friend VOS of theirs can be reached.</source>
            <translation>在这台电脑上。%1或其好友 VOS 可到达时即发出。</translation>
        </message>
        <message numerus="yes">
            <source>%1 Tried %n times, last %2.</source>
            <extracomment>%1 is what is said of a waiting message, %2 a time of day</extracomment>
            <translation>
                <numerusform>%1已尝试 %n 次，最近一次 %2。</numerusform>
            </translation>
        </message>
        <message>
            <source>A friend of %1 keeps it.</source>
            <translation>%1的一位好友正在代存。</translation>
        </message>
        <message>
            <source>%1 keeps it.</source>
            <translation>由%1代存。</translation>
        </message>
        <message>
            <source>%1 keeps it since %2.</source>
            <translation>%1自 %2 起代存。</translation>
        </message>
        <message>
            <source>%1 keeps it since %2 (also %3).</source>
            <extracomment>First holder, since when, the other holders</extracomment>
            <translation>%1自 %2 起代存（还有%3）。</translation>
        </message>
        <message>
            <source>%1 %2 cannot read it.</source>
            <extracomment>%1 is a sentence before this one, %2 the friend who keeps the message</extracomment>
            <translation>%1%2无法阅读。</translation>
        </message>
        <message>
            <source>%1 Kept until %2.</source>
            <extracomment>%1 is what was said before, %2 a day</extracomment>
            <translation>%1保存至 %2。</translation>
        </message>
        <message>
            <source>%1 of %2 MB</source>
            <extracomment>Used and granted space: &quot;12 of 50 MB&quot;</extracomment>
            <translation>%1 / %2 MB</translation>
        </message>
        <message>
            <source>Just now</source>
            <translation>刚刚</translation>
        </message>
        <message numerus="yes">
            <source>%n min ago</source>
            <translation>
                <numerusform>%n 分钟前</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n h ago</source>
            <translation>
                <numerusform>%n 小时前</numerusform>
            </translation>
        </message>
        <message>
            <source>Online · through others</source>
            <translation>在线 · 经由他人</translation>
        </message>
        <message>
            <source>Online · on your network</source>
            <translation>在线 · 在你的网络内</translation>
        </message>
    </context>
    <context>
        <name>vos::messenger::Messenger</name>
        <message>
            <source>VOS Messenger is still running</source>
            <translation>VOS Messenger 仍在运行</translation>
        </message>
        <message>
            <source>Friends can reach you. Quit it by the icon in the tray.</source>
            <translation>好友仍能联系到你。可从托盘图标退出。</translation>
        </message>
        <message>
            <source>That was not the passphrase. Please try again.</source>
            <translation>口令不正确，请重试。</translation>
        </message>
        <message>
            <source>This profile is locked with a passphrase.</source>
            <translation>这份资料已用口令锁定。</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>口令</translation>
        </message>
    </context>
    <context>
        <name>vos::model::AgreementList</name>
        <message>
            <source>Online</source>
            <translation>在线</translation>
        </message>
        <message>
            <source>Not reached yet</source>
            <translation>尚未联系上</translation>
        </message>
        <message>
            <source>Unreachable since %1</source>
            <extracomment>%1 is a time or a day: when we last heard of this friend</extracomment>
            <translation>自 %1 起无法到达</translation>
        </message>
        <message>
            <source>Last contact %1</source>
            <translation>%1 联系过</translation>
        </message>
        <message>
            <source>Asked</source>
            <translation>已提出</translation>
        </message>
        <message>
            <source>Agreed</source>
            <translation>已同意</translation>
        </message>
        <message>
            <source>Declined</source>
            <translation>已拒绝</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>No answer</source>
            <translation>没有答复</translation>
        </message>
        <message>
            <source>Expired</source>
            <translation>已到期</translation>
        </message>
        <message>
            <source>Asked %1 · waiting</source>
            <extracomment>A row of Hold for me: when we asked, and that there is no answer yet</extracomment>
            <translation>%1 提出 · 等待中</translation>
        </message>
        <message>
            <source>Asked %1</source>
            <translation>%1 提出</translation>
        </message>
        <message>
            <source>%1 %2 · may not ask again</source>
            <extracomment>State of an agreement and since when: &quot;Declined Sat&quot;</extracomment>
            <translation>%1 %2 · 不可再请求</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message numerus="yes">
            <source>%n messages · %1</source>
            <extracomment>A row of I hold for: messages held now, whether the friend can be reached</extracomment>
            <translation>
                <numerusform>%n 条消息 · %1</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 · nothing kept now</source>
            <translation>%1 · 目前没有代存</translation>
        </message>
        <message numerus="yes">
            <source>%1 · keeps %n messages for you</source>
            <extracomment>A row of Hold for me: whether the friend can be reached, messages it keeps</extracomment>
            <translation>
                <numerusform>%1 · 为你代存 %n 条</numerusform>
            </translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
        <message>
            <source>%1, agreed, %2, %3</source>
            <extracomment>An agreement read aloud: friend, presence, used space</extracomment>
            <translation>%1，已同意，%2，%3</translation>
        </message>
        <message numerus="yes">
            <source>%1, %n messages lost</source>
            <extracomment>%1 is a row read aloud</extracomment>
            <translation>
                <numerusform>%1，丢失 %n 条消息</numerusform>
            </translation>
        </message>
        <message>
            <source>Unknown while you are offline</source>
            <translation>你离线时无法得知</translation>
        </message>
    </context>
    <context>
        <name>vos::model::FriendList</name>
        <message>
            <source>Online (%1)</source>
            <extracomment>Heading in the friend list with the number of friends below it</extracomment>
            <translation>在线 (%1)</translation>
        </message>
        <message>
            <source>Offline (%1)</source>
            <translation>离线 (%1)</translation>
        </message>
    </context>
    <context>
        <name>vos::model::FriendModel</name>
        <message>
            <source>You</source>
            <translation>你</translation>
        </message>
        <message>
            <source>Draft:</source>
            <translation>草稿：</translation>
        </message>
        <message>
            <source>You:</source>
            <translation>你：</translation>
        </message>
        <message numerus="yes">
            <source>%1, %2, %n unread, %3</source>
            <extracomment>A friend&apos;s row read aloud: name, presence, unread messages, what the row shows</extracomment>
            <translation>
                <numerusform>%1，%2，%n 条未读，%3</numerusform>
            </translation>
        </message>
        <message>
            <source>%1, %2, draft: %3</source>
            <translation>%1，%2，草稿：%3</translation>
        </message>
        <message>
            <source>%1, %2, you: %3, %4</source>
            <translation>%1，%2，你：%3，%4</translation>
        </message>
        <message>
            <source>%1, %2, %3</source>
            <translation>%1，%2，%3</translation>
        </message>
        <message>
            <source>Message deleted</source>
            <translation>消息已删除</translation>
        </message>
    </context>
    <context>
        <name>vos::model::MapModel</name>
        <message>
            <source>Friend VOS</source>
            <translation>好友 VOS</translation>
        </message>
        <message>
            <source>Friend</source>
            <translation>好友</translation>
        </message>
        <message>
            <source>Node</source>
            <translation>节点</translation>
        </message>
        <message>
            <source>Direct</source>
            <translation>直连</translation>
        </message>
        <message>
            <source>Through others</source>
            <translation>经由他人</translation>
        </message>
        <message>
            <source>Reachable</source>
            <translation>可到达</translation>
        </message>
        <message>
            <source>Not reachable</source>
            <translation>无法到达</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>现在</translation>
        </message>
        <message>
            <source>%1, %2, %3, %4</source>
            <extracomment>A row of the known nodes read aloud: name, kind, reach, when it was heard.</extracomment>
            <translation>%1，%2，%3，%4</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 毫秒</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Reach</source>
            <translation>可达性</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>往返时间</translation>
        </message>
        <message>
            <source>Last heard</source>
            <translation>最近联系</translation>
        </message>
    </context>
    <context>
        <name>vos::model::MessageModel</name>
        <message numerus="yes">
            <source>%n new messages</source>
            <translation>
                <numerusform>%n 条新消息</numerusform>
            </translation>
        </message>
        <message>
            <source>You</source>
            <translation>你</translation>
        </message>
        <message>
            <source>%1, %2: %3</source>
            <extracomment>A received message read aloud: sender, time, text</extracomment>
            <translation>%1，%2：%3</translation>
        </message>
        <message>
            <source>You, %1: %2. %3</source>
            <extracomment>An own message read aloud: time, text, receipt</extracomment>
            <translation>你，%1：%2。%3</translation>
        </message>
        <message>
            <source>An earlier message is on its way</source>
            <translation>有一条更早的消息正在路上</translation>
        </message>
        <message numerus="yes">
            <source>%n earlier messages are on their way</source>
            <translation>
                <numerusform>有 %n 条更早的消息正在路上</numerusform>
            </translation>
        </message>
        <message>
            <source>Held by Friend VOS %1</source>
            <extracomment>%1 are the names of friends</extracomment>
            <translation>由好友 VOS %1代存</translation>
        </message>
        <message>
            <source>Nobody keeps messages for %1. This one waits here until you are both online.</source>
            <translation>没有人为%1代存消息。这条消息在此等候，直到你们都在线。</translation>
        </message>
        <message>
            <source>You deleted this message.</source>
            <translation>你删除了这条消息。</translation>
        </message>
        <message>
            <source>%1 deleted this message.</source>
            <translation>%1删除了这条消息。</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>回复</translation>
        </message>
        <message>
            <source>The message is not here any more.</source>
            <translation>这条消息已不在这里。</translation>
        </message>
        <message>
            <source>Message deleted</source>
            <translation>消息已删除</translation>
        </message>
        <message>
            <source>You, %1: %2</source>
            <extracomment>An own message that was deleted for both, read aloud: time, text</extracomment>
            <translation>你，%1：%2</translation>
        </message>
        <message>
            <source>%1. Edited</source>
            <extracomment>%1: a message read aloud</extracomment>
            <translation>%1。已编辑</translation>
        </message>
        <message>
            <source>%1. In answer to %2: %3</source>
            <extracomment>A message read aloud, whom it answers, what that one said</extracomment>
            <translation>%1。回复%2：%3</translation>
        </message>
        <message>
            <source>%1. %2 by %3</source>
            <extracomment>A message read aloud, an emoji put to it, by whom</extracomment>
            <translation>%1。%3 的回应：%2</translation>
        </message>
    </context>
    <context>
        <name>vos::model::NetworkModel</name>
        <message>
            <source>Node</source>
            <translation>节点</translation>
        </message>
        <message>
            <source>Reach</source>
            <translation>可达性</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>往返时间</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>已发送</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>已接收</translation>
        </message>
        <message>
            <source>Linked for</source>
            <translation>连接时长</translation>
        </message>
        <message>
            <source>%1, %2, %3</source>
            <extracomment>A row read aloud: node, way, round trip</extracomment>
            <translation>%1，%2，%3</translation>
        </message>
    </context>
    <context>
        <name>vos::model::NodeStatus</name>
        <message>
            <source>Starting</source>
            <translation>正在启动</translation>
        </message>
        <message>
            <source>No network</source>
            <translation>没有网络</translation>
        </message>
        <message>
            <source>Nobody known yet</source>
            <translation>还没有已知节点</translation>
        </message>
        <message>
            <source>Looking for other nodes</source>
            <translation>正在寻找其他节点</translation>
        </message>
        <message numerus="yes">
            <source>Connected · %n nodes</source>
            <translation>
                <numerusform>已连接 · %n 个节点</numerusform>
            </translation>
        </message>
        <message>
            <source>Network: starting</source>
            <translation>网络：正在启动</translation>
        </message>
        <message>
            <source>Network: none</source>
            <translation>网络：没有</translation>
        </message>
        <message>
            <source>Network: nobody known yet</source>
            <translation>网络：还没有已知节点</translation>
        </message>
        <message>
            <source>Network: looking for other nodes</source>
            <translation>网络：正在寻找其他节点</translation>
        </message>
        <message numerus="yes">
            <source>Network: connected, %n nodes</source>
            <translation>
                <numerusform>网络：已连接，%n 个节点</numerusform>
            </translation>
        </message>
        <message>
            <source>Queue: %1 waiting, %2 held</source>
            <translation>队列：%1 条等待，%2 条代存</translation>
        </message>
        <message numerus="yes">
            <source>Queue: %n waiting</source>
            <translation>
                <numerusform>队列：%n 条等待</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Queue: %n held</source>
            <translation>
                <numerusform>队列：%n 条代存</numerusform>
            </translation>
        </message>
        <message>
            <source>Queue: empty</source>
            <translation>队列：空</translation>
        </message>
    </context>
    <context>
        <name>vos::model::QueueModel</name>
        <message numerus="yes">
            <source>%1, %n messages</source>
            <extracomment>A heading in the queue read aloud: friend, number of messages</extracomment>
            <translation>
                <numerusform>%1，%n 条消息</numerusform>
            </translation>
        </message>
        <message>
            <source>To %1: %2, %3, %4</source>
            <extracomment>A message in the queue read aloud: to whom, its text, where it is, when it is tried next</extracomment>
            <translation>发给%1：%2，%3，%4</translation>
        </message>
        <message>
            <source>Request to be friends</source>
            <translation>好友请求</translation>
        </message>
        <message>
            <source>Answer to a request to be friends</source>
            <translation>对好友请求的答复</translation>
        </message>
        <message>
            <source>About keeping messages</source>
            <translation>关于代存消息</translation>
        </message>
        <message>
            <source>Data of a program</source>
            <translation>程序数据</translation>
        </message>
        <message>
            <source>On its way</source>
            <translation>发送途中</translation>
        </message>
        <message>
            <source>Held by %1</source>
            <translation>由 %1 代存</translation>
        </message>
        <message>
            <source>Here</source>
            <comment>place of a message: on this computer</comment>
            <translation>本机</translation>
        </message>
        <message>
            <source>no answer yet</source>
            <translation>还没有回应</translation>
        </message>
        <message>
            <source>being handed over</source>
            <translation>正在转交</translation>
        </message>
        <message>
            <source>when %1 is back</source>
            <translation>等%1上线</translation>
        </message>
        <message>
            <source>in a moment</source>
            <translation>马上</translation>
        </message>
        <message>
            <source>when reachable, else %1</source>
            <translation>能联系上时，或 %1</translation>
        </message>
        <message>
            <source>when you allow it</source>
            <translation>等你允许之后</translation>
        </message>
        <message>
            <source>when %1 accepts</source>
            <translation>等%1接受之后</translation>
        </message>
        <message>
            <source>when reachable</source>
            <translation>能联系上时</translation>
        </message>
        <message>
            <source>To · Message</source>
            <translation>收件人 · 消息</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Since</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>位置</translation>
        </message>
        <message>
            <source>Next try</source>
            <translation>下次尝试</translation>
        </message>
        <message>
            <source>%1 · %2 are full</source>
            <translation>%1 · %2空间已满</translation>
        </message>
        <message>
            <source>%1 · %2 do not take it</source>
            <translation>%1 · %2不接收</translation>
        </message>
        <message>
            <source>%1 · %2 is full</source>
            <extracomment>Where a message is, and who has no room for it: &quot;Here · Bob is full&quot;</extracomment>
            <translation>%1 · %2空间已满</translation>
        </message>
        <message>
            <source>%1 · %2 does not take it</source>
            <translation>%1 · %2不接收</translation>
        </message>
    </context>
    <context>
        <name>vos::model::Trail</name>
        <message>
            <source>Calling %1</source>
            <translation>正在呼叫 %1</translation>
        </message>
        <message>
            <source>Called %1: connected</source>
            <translation>呼叫 %1：已连接</translation>
        </message>
        <message>
            <source>Called %1: no answer</source>
            <translation>呼叫 %1：没有回应</translation>
        </message>
        <message>
            <source>Asking %1</source>
            <translation>正在询问%1</translation>
        </message>
        <message>
            <source>Asked %1: no answer</source>
            <translation>询问%1：没有回应</translation>
        </message>
        <message>
            <source>Asked %1: does not know them</source>
            <translation>询问%1：不认识对方</translation>
        </message>
        <message>
            <source>Asked %1: knows no more than this computer</source>
            <translation>询问%1：知道的不比这台电脑多</translation>
        </message>
        <message>
            <source>Asked %1: heard of them %2</source>
            <extracomment>%1 was asked; %2 is when it heard of the friend: &quot;2 min ago&quot;</extracomment>
            <translation>询问%1：%2有过对方的消息</translation>
        </message>
        <message>
            <source>Asked %1: heard of them %2 at %3</source>
            <extracomment>%1 was asked; %2 is when it heard of the friend, %3 at which address</extracomment>
            <translation>询问%1：%2在 %3 有过对方的消息</translation>
        </message>
        <message>
            <source>Nobody could be asked about %1 yet.</source>
            <translation>还没有人可以询问%1的情况。</translation>
        </message>
        <message numerus="yes">
            <source>%n nodes were asked; none has heard of %1.</source>
            <translation>
                <numerusform>已询问 %n 个节点，都没有%1的消息。</numerusform>
            </translation>
        </message>
        <message>
            <source>The only node asked heard of %1: %2, at another address.</source>
            <extracomment>%1 is the friend, %2 a time such as &quot;4 min ago&quot;</extracomment>
            <translation>唯一问到的节点有%1的消息：%2，在另一个地址。</translation>
        </message>
        <message>
            <source>The only node asked heard of %1: %2, where there is no answer now.</source>
            <translation>唯一问到的节点有%1的消息：%2，但那里现在没有回应。</translation>
        </message>
        <message numerus="yes">
            <source>%2 of %n nodes heard of %1: %3, at another address.</source>
            <extracomment>%2 of %n nodes; %1 is the friend, %3 a time such as &quot;4 min ago&quot;</extracomment>
            <translation>
                <numerusform>%n 个节点中有 %2 个有%1的消息：%3，在另一个地址。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%2 of %n nodes heard of %1: %3, where there is no answer now.</source>
            <translation>
                <numerusform>%n 个节点中有 %2 个有%1的消息：%3，但那里现在没有回应。</numerusform>
            </translation>
        </message>
        <message>
            <source>Announced itself at %1</source>
            <translation>自己宣布位于 %1</translation>
        </message>
        <message>
            <source>%1   %2</source>
            <extracomment>A time and what was tried then</extracomment>
            <translation>%1   %2</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::AboutSection</name>
        <message>
            <source>About VOS Messenger</source>
            <translation>关于 VOS Messenger</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>版本</translation>
        </message>
        <message>
            <source>MIT licence</source>
            <translation>MIT 许可证</translation>
        </message>
        <message>
            <source>Free software</source>
            <translation>自由软件</translation>
        </message>
        <message>
            <source>No servers, no account, no tracking.</source>
            <translation>没有服务器，没有账号，没有跟踪。</translation>
        </message>
        <message>
            <source>About</source>
            <translation>关于</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::AddFriendDialog</name>
        <message>
            <source>Add friend</source>
            <translation>添加好友</translation>
        </message>
        <message>
            <source>Your name for them</source>
            <translation>你给的备注名</translation>
        </message>
        <message>
            <source>Only you see it; empty: as they call themselves</source>
            <translation>只有你看得到；留空则用对方自己的名字</translation>
        </message>
        <message>
            <source>A line to them</source>
            <translation>给对方的一句话</translation>
        </message>
        <message>
            <source>They read it with your request</source>
            <translation>对方会和请求一起看到</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>添加</translation>
        </message>
        <message>
            <source>They see your request when they are online.</source>
            <translation>对方上线后会看到你的请求。</translation>
        </message>
        <message>
            <source>Add needs the address your friend gave you.</source>
            <translation>请先填写好友给你的地址。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::AddressField</name>
        <message>
            <source>Friend&apos;s address</source>
            <translation>好友的地址</translation>
        </message>
        <message>
            <source>vos1… or a link</source>
            <translation>vos1… 或链接</translation>
        </message>
        <message>
            <source>Name not known yet</source>
            <translation>还不知道名字</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::AddressStep</name>
        <message>
            <source>Copied</source>
            <translation>已复制</translation>
        </message>
        <message>
            <source>Your address</source>
            <translation>你的地址</translation>
        </message>
        <message>
            <source>Friends need it to find you.</source>
            <translation>好友凭它找到你。</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy my address</source>
            <translation>复制我的地址</translation>
        </message>
        <message>
            <source>Save picture…</source>
            <translation>保存图片…</translation>
        </message>
        <message>
            <source>My address as a QR code</source>
            <translation>我的地址二维码</translation>
        </message>
        <message>
            <source>Safe to share with anyone.</source>
            <translation>可以放心告诉任何人。</translation>
        </message>
        <message>
            <source>Save picture</source>
            <translation>保存图片</translation>
        </message>
        <message>
            <source>PNG pictures (*.png)</source>
            <translation>PNG 图片 (*.png)</translation>
        </message>
        <message>
            <source>The picture could not be saved there.</source>
            <translation>图片无法保存到那里。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::AgreementDelegate</name>
        <message>
            <source>Withdraw</source>
            <translation>撤回</translation>
        </message>
        <message>
            <source>Ask again</source>
            <translation>再次请求</translation>
        </message>
        <message>
            <source>Let it ask again</source>
            <translation>允许再次请求</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::AppearanceSection</name>
        <message>
            <source>Appearance</source>
            <translation>外观</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Applies at once</source>
            <translation>立即生效</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>文字大小</translation>
        </message>
        <message>
            <source>Also Ctrl+Plus and Ctrl+Minus</source>
            <translation>也可用 Ctrl+加号 和 Ctrl+减号</translation>
        </message>
        <message>
            <source>System</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>缩小文字</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>放大文字</translation>
        </message>
        <message>
            <source>%1 %</source>
            <extracomment>Text size in percent</extracomment>
            <translation>%1 %</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::AskDialog</name>
        <message>
            <source>That friend</source>
            <comment>not chosen yet</comment>
            <translation>该好友</translation>
        </message>
        <message>
            <source>%1 will learn that messages for you exist, how large they are and when they came. Not what they say.</source>
            <translation>%1会知道有发给你的消息，以及它们的大小和时间，但看不到内容。</translation>
        </message>
        <message>
            <source>Ask a friend to keep your messages</source>
            <translation>请好友代存你的消息</translation>
        </message>
        <message>
            <source>Whom</source>
            <translation>请谁</translation>
        </message>
        <message>
            <source>Another address…</source>
            <translation>其他地址…</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>Address or link of the node</source>
            <translation>节点的地址或链接</translation>
        </message>
        <message>
            <source>Space to ask for</source>
            <translation>请求的空间</translation>
        </message>
        <message>
            <source>As they like</source>
            <translation>由对方决定</translation>
        </message>
        <message>
            <source>A line to them</source>
            <translation>给对方的一句话</translation>
        </message>
        <message>
            <source>They read it with your request</source>
            <translation>对方会和请求一起看到</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Send request</source>
            <translation>发送请求</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::BackupDialog</name>
        <message>
            <source>Back up everything</source>
            <translation>备份全部内容</translation>
        </message>
        <message>
            <source>Restore a backup</source>
            <translation>恢复备份</translation>
        </message>
        <message>
            <source>Your address, your friends and all messages go into one encrypted file. Keep it on another disk: whoever has it and its passphrase is you.</source>
            <translation>你的地址、好友和所有消息会存入一个加密文件。请把它放在另一块磁盘上：谁有这个文件和口令，谁就是你。</translation>
        </message>
        <message>
            <source>Your address, friends and messages come back as they were in the backup. What is in this profile now is set aside in its folder, not deleted. Do not go on using the same address on two computers.</source>
            <translation>你的地址、好友和消息会恢复成备份时的样子。这份资料现有的内容会移到其文件夹内另存，不会删除。请不要在两台电脑上继续使用同一个地址。</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Choose the file</source>
            <translation>选择文件</translation>
        </message>
        <message>
            <source>Passphrase for this backup</source>
            <translation>这份备份的口令</translation>
        </message>
        <message>
            <source>Passphrase of the backup</source>
            <translation>备份的口令</translation>
        </message>
        <message>
            <source>The same passphrase again</source>
            <translation>再次输入同一口令</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>进度</translation>
        </message>
        <message>
            <source>Back up</source>
            <translation>备份</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Choose where the backup goes.</source>
            <translation>请选择备份的保存位置。</translation>
        </message>
        <message>
            <source>Choose the backup.</source>
            <translation>请选择备份文件。</translation>
        </message>
        <message>
            <source>Type a passphrase. Nobody can recover it for you.</source>
            <translation>请输入口令。一旦忘记，谁也无法找回。</translation>
        </message>
        <message>
            <source>Type the passphrase it was made with.</source>
            <translation>请输入制作备份时的口令。</translation>
        </message>
        <message>
            <source>The two are not the same yet.</source>
            <translation>两次输入还不一致。</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Backups (*.vosbackup)</source>
            <translation>备份 (*.vosbackup)</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
        <message>
            <source>The backup is complete (%1) and was read back without a fault.</source>
            <translation>备份已完成（%1），重新读取核对无误。</translation>
        </message>
        <message>
            <source>The backup is good. VOS Messenger starts again with it; type its passphrase then.</source>
            <translation>备份完好。VOS Messenger 将以它重新启动，届时请输入它的口令。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::Banner</name>
        <message>
            <source>Dismiss</source>
            <translation>关闭提示</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::BlockedSection</name>
        <message>
            <source>Blocked</source>
            <translation>已屏蔽</translation>
        </message>
        <message>
            <source>You have blocked nobody.</source>
            <translation>你没有屏蔽任何人。</translation>
        </message>
        <message>
            <source>Unblock</source>
            <translation>取消屏蔽</translation>
        </message>
        <message>
            <source>Unblock %1</source>
            <translation>取消屏蔽%1</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::BubbleDelegate</name>
        <message>
            <source>%1 by %2</source>
            <extracomment>Over an emoji below a message: who has put it there.</extracomment>
            <translation>%2：%1</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::BusNotifications</name>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::Cancelling</name>
        <message>
            <source>Cancel this message?</source>
            <translation>取消这条消息？</translation>
        </message>
        <message numerus="yes">
            <source>%1 will be asked to erase the copy. If it was handed over before that, it arrives all the same.</source>
            <translation>
                <numerusform>将请%1删除副本。如果此前已经转交，消息仍会到达。</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel message</source>
            <translation>取消消息</translation>
        </message>
        <message>
            <source>Cancelled.</source>
            <translation>已取消。</translation>
        </message>
        <message>
            <source>%1 has not answered yet.</source>
            <translation>%1尚未回应。</translation>
        </message>
        <message>
            <source>%1 erased it before anybody fetched it.</source>
            <translation>%1已在被取走前删除。</translation>
        </message>
        <message>
            <source>%1 had handed it over already.</source>
            <translation>%1此前已经转交。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::CarryingSection</name>
        <message>
            <source>What this computer does for the network</source>
            <translation>这台电脑为网络做的事</translation>
        </message>
        <message>
            <source>%1 a day</source>
            <extracomment>A limit; %1 is an amount as &quot;50 MB&quot;</extracomment>
            <translation>每天 %1</translation>
        </message>
        <message>
            <source>At most this fast</source>
            <translation>速度上限</translation>
        </message>
        <message>
            <source>For each two nodes that speak through you</source>
            <translation>对每两个经由你交谈的节点</translation>
        </message>
        <message>
            <source>At most this much</source>
            <translation>流量上限</translation>
        </message>
        <message>
            <source>Have the router let others in</source>
            <translation>让路由器放行别人</translation>
        </message>
        <message>
            <source>Sealed messages of nodes that cannot reach each other directly.</source>
            <translation>无法直接联系的节点之间的密封消息。</translation>
        </message>
        <message>
            <source>%1 since the start.</source>
            <translation>启动以来 %1。</translation>
        </message>
        <message numerus="yes">
            <source>%n pairs at present.</source>
            <translation>
                <numerusform>目前 %n 对。</numerusform>
            </translation>
        </message>
        <message>
            <source>Pass messages on for others</source>
            <translation>为他人转交消息</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::ChatHeader</name>
        <message>
            <source>Search messages</source>
            <translation>搜索消息</translation>
        </message>
        <message>
            <source>Friend details</source>
            <translation>好友详情</translation>
        </message>
        <message>
            <source>You have compared the safety number.</source>
            <translation>你已核对过安全码。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::ChatPage</name>
        <message>
            <source>Message deleted</source>
            <translation>消息已删除</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>回复</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Try now</source>
            <translation>立即重试</translation>
        </message>
        <message>
            <source>Cancel message</source>
            <translation>取消消息</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Open this address?</source>
            <translation>打开这个网址？</translation>
        </message>
        <message>
            <source>The message leads to this address on the web:</source>
            <translation>消息中的链接指向这个网址：</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Choose a friend to write to.</source>
            <translation>选择一位好友开始聊天。</translation>
        </message>
        <message>
            <source>%1 has not accepted yet.</source>
            <translation>%1还没有接受。</translation>
        </message>
        <message>
            <source>Say hello to %1.</source>
            <translation>向%1打个招呼吧。</translation>
        </message>
        <message>
            <source>Say hello to %1. Your message waits here until %1 can be reached.</source>
            <translation>向%1打个招呼吧。消息会在这里等候，直到能联系上%1。</translation>
        </message>
        <message numerus="yes">
            <source>%n messages could not be delivered.</source>
            <translation>
                <numerusform>%n 条消息未能送达。</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 has retired this address. Ask %1 for the new one.</source>
            <translation>%1已停用这个地址。请向%1索取新地址。</translation>
        </message>
        <message>
            <source>Remove %1?</source>
            <translation>删除%1？</translation>
        </message>
        <message>
            <source>%1 leaves your list and cannot write to you. The messages you have stay on this computer.</source>
            <translation>%1将从列表中移除，也不能再给你发消息。已有的消息仍留在这台电脑上。</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>核对</translation>
        </message>
        <message>
            <source>Allow</source>
            <translation>允许</translation>
        </message>
        <message>
            <source>Sending to %1 has stopped.</source>
            <translation>已停止向%1发送。</translation>
        </message>
        <message>
            <source>%1&apos;s address is in use in two places. Sending stops until you have asked %1, or allow it.</source>
            <translation>%1的地址在两处同时使用。已停止发送，请先向%1核实，或选择允许。</translation>
        </message>
        <message>
            <source>Delete for both…</source>
            <translation>为双方删除…</translation>
        </message>
        <message>
            <source>Delete for both?</source>
            <translation>为双方删除？</translation>
        </message>
        <message>
            <source>The text goes from this computer, and from %1&apos;s when the word of it arrives. %1 may have read or copied it by then, and sees that a message was deleted.</source>
            <translation>文字会从这台电脑上删除；通知送到后，也会从%1的电脑上删除。在那之前%1可能已经读过或复制了它，并会看到有一条消息被删除。</translation>
        </message>
        <message>
            <source>Delete for both</source>
            <translation>为双方删除</translation>
        </message>
        <message>
            <source>React…</source>
            <translation>回应…</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::Composer</name>
        <message>
            <source>Write a message…</source>
            <translation>输入消息…</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>消息</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>Emoji</source>
            <translation>表情</translation>
        </message>
        <message>
            <source>Do not answer this message</source>
            <translation>不回复这条消息</translation>
        </message>
        <message>
            <source>Too long: %1 of %2 bytes</source>
            <translation>太长：%1 / %2 字节</translation>
        </message>
        <message>
            <source>%1 of %2 bytes</source>
            <translation>%1 / %2 字节</translation>
        </message>
        <message>
            <source>Answer to %1</source>
            <extracomment>Above the composer while a message is being answered: whose it is.</extracomment>
            <translation>回复%1</translation>
        </message>
        <message>
            <source>Editing</source>
            <translation>正在编辑</translation>
        </message>
        <message>
            <source>Leave the message as it was</source>
            <translation>不修改这条消息</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Save the message</source>
            <translation>保存消息</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::DrillPanel</name>
        <message>
            <source>Asking…</source>
            <translation>正在询问…</translation>
        </message>
        <message>
            <source>If you switch off now, would messages reach you?</source>
            <translation>如果现在关机，消息还能送达吗？</translation>
        </message>
        <message>
            <source>Check now</source>
            <translation>立即检查</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::EmojiPicker</name>
        <message>
            <source>Emoji</source>
            <translation>表情</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::FirstFriendStep</name>
        <message>
            <source>Your first friend</source>
            <translation>第一位好友</translation>
        </message>
        <message>
            <source>Paste the address you were given.</source>
            <translation>粘贴别人给你的地址。</translation>
        </message>
        <message>
            <source>Or wait: whoever has your address can ask to be added.</source>
            <translation>也可以等一等：有你地址的人都可以请求加你为好友。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::FirstRunPage</name>
        <message>
            <source>Step %1 of %2</source>
            <extracomment>%1 and %2 are numbers</extracomment>
            <translation>第 %1 步，共 %2 步</translation>
        </message>
        <message>
            <source>Skip</source>
            <translation>跳过</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一步</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Add and finish</source>
            <translation>添加并完成</translation>
        </message>
        <message>
            <source>VOS Messenger</source>
            <translation>VOS Messenger</translation>
        </message>
        <message>
            <source>Messages between friends, without servers</source>
            <translation>好友之间的消息，不经过服务器</translation>
        </message>
        <message>
            <source>I have a backup…</source>
            <translation>我有备份…</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::FriendDetails</name>
        <message>
            <source>%1 sees the same number. Compare it by phone or in person.</source>
            <translation>%1看到的是同一组数字。请通过电话或当面核对。</translation>
        </message>
        <message>
            <source>Not yet</source>
            <translation>还没有</translation>
        </message>
        <message>
            <source>Block %1?</source>
            <translation>屏蔽%1？</translation>
        </message>
        <message>
            <source>Nothing from %1 reaches you any more, and %1 is not told. You can undo this under Settings.</source>
            <translation>你将不再收到%1的任何内容，%1不会得到通知。你可以在设置中撤销。</translation>
        </message>
        <message>
            <source>Block</source>
            <translation>屏蔽</translation>
        </message>
        <message>
            <source>Remove %1?</source>
            <translation>删除%1？</translation>
        </message>
        <message>
            <source>%1 leaves your list and cannot write to you. The messages you have stay on this computer.</source>
            <translation>%1将从列表中移除，也不能再给你发消息。已有的消息仍留在这台电脑上。</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Friend details</source>
            <translation>好友详情</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Verified</source>
            <translation>已核对</translation>
        </message>
        <message>
            <source>Write</source>
            <translation>发消息</translation>
        </message>
        <message>
            <source>Safety number</source>
            <translation>安全码</translation>
        </message>
        <message>
            <source>Safety number as a QR code</source>
            <translation>安全码二维码</translation>
        </message>
        <message>
            <source>I compared it, it is the same</source>
            <translation>我核对过，完全一致</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy safety number</source>
            <translation>复制安全码</translation>
        </message>
        <message>
            <source>Your name for them</source>
            <translation>你给的备注名</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>Copy address</source>
            <translation>复制地址</translation>
        </message>
        <message>
            <source>Last heard</source>
            <translation>最近联系</translation>
        </message>
        <message>
            <source>In your list since</source>
            <translation>加入时间</translation>
        </message>
        <message>
            <source>Remove friend…</source>
            <translation>删除好友…</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>现在</translation>
        </message>
        <message>
            <source>No</source>
            <translation>否</translation>
        </message>
        <message>
            <source>Yes · %1</source>
            <translation>是 · %1</translation>
        </message>
        <message>
            <source>You</source>
            <translation>你</translation>
        </message>
        <message>
            <source>Nobody, as far as is known</source>
            <translation>据目前所知没有</translation>
        </message>
        <message>
            <source>Ask to hold for me</source>
            <translation>请求代存</translation>
        </message>
        <message>
            <source>Keeps your messages</source>
            <translation>为你代存</translation>
        </message>
        <message>
            <source>Keep theirs</source>
            <translation>为对方代存</translation>
        </message>
        <message>
            <source>Not connected</source>
            <translation>未连接</translation>
        </message>
        <message>
            <source>Connection</source>
            <translation>连接</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::FriendPane</name>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Search friends</source>
            <translation>搜索好友</translation>
        </message>
        <message>
            <source>Friends</source>
            <translation>好友</translation>
        </message>
        <message>
            <source>Add friend</source>
            <translation>添加好友</translation>
        </message>
        <message>
            <source>Add a friend (Ctrl+N)</source>
            <translation>添加好友 (Ctrl+N)</translation>
        </message>
        <message>
            <source>Add friend…</source>
            <translation>添加好友…</translation>
        </message>
        <message>
            <source>Add the first friend</source>
            <translation>添加第一位好友</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy my address</source>
            <translation>复制我的地址</translation>
        </message>
        <message>
            <source>No friends yet. Share your address or add theirs.</source>
            <translation>还没有好友。把你的地址告诉别人，或添加对方的地址。</translation>
        </message>
        <message>
            <source>No friend found.</source>
            <translation>没有找到好友。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::FriendVosPage</name>
        <message>
            <source>%1 may not ask again</source>
            <translation>%1不可再请求</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Change limits…</source>
            <translation>调整上限…</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>撤回</translation>
        </message>
        <message>
            <source>Ask again</source>
            <translation>再次请求</translation>
        </message>
        <message>
            <source>Let it ask again</source>
            <translation>允许再次请求</translation>
        </message>
        <message>
            <source>Friend details</source>
            <translation>好友详情</translation>
        </message>
        <message>
            <source>Copy address</source>
            <translation>复制地址</translation>
        </message>
        <message>
            <source>Stop…</source>
            <translation>停止…</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Stop having %1 keep your messages?</source>
            <translation>不再请%1代存你的消息？</translation>
        </message>
        <message>
            <source>%1 takes nothing new for you. What %1 keeps already still reaches you.</source>
            <translation>%1不再为你接收新消息。%1已代存的仍会送达。</translation>
        </message>
        <message>
            <source>%1 Then nobody keeps your messages while you are offline.</source>
            <extracomment>%1 is what was said before</extracomment>
            <translation>%1此后你离线时就没有人代存你的消息了。</translation>
        </message>
        <message>
            <source>Stop keeping messages for %1?</source>
            <translation>停止为%1代存消息？</translation>
        </message>
        <message>
            <source>Nothing new is taken.</source>
            <translation>不再接收新消息。</translation>
        </message>
        <message numerus="yes">
            <source>Nothing new is taken. %n messages for %1 stay until they are fetched, at most until %2.</source>
            <translation>
                <numerusform>不再接收新消息。给%1的 %n 条消息保留到被取走为止，最晚到 %2。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Nothing new is taken. %n messages for %1 stay until they are fetched, at most 30 days.</source>
            <translation>
                <numerusform>不再接收新消息。给%1的 %n 条消息保留到被取走为止，最多 30 天。</numerusform>
            </translation>
        </message>
        <message>
            <source>Nobody keeps your messages while you are offline. A friend who keeps them cannot read them.</source>
            <translation>你离线时没有人代存你的消息。代存的好友无法阅读内容。</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <extracomment>A part of the page and how many there are in it</extracomment>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Hold for me</source>
            <translation>为我代存</translation>
        </message>
        <message>
            <source>I hold for</source>
            <translation>我代存的</translation>
        </message>
        <message numerus="yes">
            <source>%n messages that %1 had signed for are lost. %1 is used last from now on.</source>
            <translation>
                <numerusform>%1签收过的 %n 条消息已丢失。今后最后才会用到%1。</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 % of your space with %2 is used.</source>
            <translation>你在%2处的空间已用 %1 %。</translation>
        </message>
        <message>
            <source>Change limits</source>
            <translation>调整上限</translation>
        </message>
        <message>
            <source>Change limits for %1</source>
            <translation>调整%1的上限</translation>
        </message>
        <message>
            <source>Friend VOS</source>
            <translation>好友 VOS</translation>
        </message>
        <message>
            <source>Ask a friend…</source>
            <translation>请好友代存…</translation>
        </message>
        <message>
            <source>Ask a friend to keep your messages</source>
            <translation>请好友代存你的消息</translation>
        </message>
        <message>
            <source>Friend VOS requests</source>
            <translation>好友 VOS 请求</translation>
        </message>
        <message>
            <source>No requests.</source>
            <translation>没有请求。</translation>
        </message>
        <message>
            <source>Declined</source>
            <translation>已拒绝</translation>
        </message>
        <message>
            <source>You did not want to keep messages for these nodes.</source>
            <translation>你不愿为这些节点代存消息。</translation>
        </message>
        <message>
            <source>These friends keep what others send you while you are offline.</source>
            <translation>你离线时，这些好友替你保存别人发来的消息。</translation>
        </message>
        <message>
            <source>Nobody yet.</source>
            <translation>暂时没有。</translation>
        </message>
        <message>
            <source>You keep sealed messages for these friends. You cannot read them.</source>
            <translation>你为这些好友保存加密消息，但无法阅读。</translation>
        </message>
        <message>
            <source>Nobody yet. Friends may ask you.</source>
            <translation>暂时没有。好友可以向你提出请求。</translation>
        </message>
        <message>
            <source>Remove from the list</source>
            <translation>从列表中移除</translation>
        </message>
        <message>
            <source>%1 % of %2&apos;s space is used.</source>
            <translation>%2的空间已用 %1 %。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::FriendVosSection</name>
        <message>
            <source>Friend VOS</source>
            <translation>好友 VOS</translation>
        </message>
        <message>
            <source>Ask me</source>
            <translation>询问我</translation>
        </message>
        <message>
            <source>My friends</source>
            <translation>我的好友</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>所有人</translation>
        </message>
        <message>
            <source>Nobody</source>
            <translation>无人</translation>
        </message>
        <message>
            <source>Keep messages for</source>
            <translation>为谁代存消息</translation>
        </message>
        <message>
            <source>Who may have you keep their messages without asking you each time</source>
            <translation>谁可以不经询问就请你代存消息</translation>
        </message>
        <message>
            <source>Keep for others at most</source>
            <translation>为他人代存的上限</translation>
        </message>
        <message>
            <source>%1 are in use now</source>
            <translation>目前已用 %1</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::JumpButton</name>
        <message numerus="yes">
            <source>%n new messages</source>
            <translation>
                <numerusform>%n 条新消息</numerusform>
            </translation>
        </message>
        <message>
            <source>Jump to latest</source>
            <translation>跳到最新</translation>
        </message>
        <message>
            <source>Jump to latest (Ctrl+End)</source>
            <translation>跳到最新 (Ctrl+End)</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::KeepCard</name>
        <message>
            <source>%1 asks you to keep messages while they are offline</source>
            <translation>%1请你在其离线时代存消息</translation>
        </message>
        <message>
            <source>Verified</source>
            <translation>已核对</translation>
        </message>
        <message>
            <source>“%1”</source>
            <extracomment>What somebody wrote with a request, in quotation marks</extracomment>
            <translation>“%1”</translation>
        </message>
        <message>
            <source>Up to</source>
            <extracomment>Before the choice of a size: &quot;Up to 50 MB, each at most 30 days.&quot;</extracomment>
            <translation>最多</translation>
        </message>
        <message>
            <source>each at most 30 days</source>
            <extracomment>Behind the choice of a size: &quot;Up to 50 MB, each at most 30 days.&quot;</extracomment>
            <translation>每条最长 30 天</translation>
        </message>
        <message>
            <source>They are sealed: you cannot read them.</source>
            <translation>内容已加密：你无法阅读。</translation>
        </message>
        <message>
            <source>Limit for %1</source>
            <translation>%1的上限</translation>
        </message>
        <message>
            <source>Allow</source>
            <translation>同意</translation>
        </message>
        <message>
            <source>Allow %1</source>
            <translation>同意%1</translation>
        </message>
        <message>
            <source>Decline</source>
            <translation>拒绝</translation>
        </message>
        <message>
            <source>Decline %1</source>
            <translation>拒绝%1</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>以后再说</translation>
        </message>
        <message>
            <source>Not now %1</source>
            <translation>以后再答复%1</translation>
        </message>
        <message>
            <source>Answer…</source>
            <translation>答复…</translation>
        </message>
        <message>
            <source>Answer %1</source>
            <translation>答复%1</translation>
        </message>
        <message>
            <source>Don&apos;t ask again from this node</source>
            <translation>不再接收此节点的请求</translation>
        </message>
        <message>
            <source>Don&apos;t ask again from %1</source>
            <translation>不再接收%1的请求</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::KeySheet</name>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>New line</source>
            <translation>换行</translation>
        </message>
        <message>
            <source>Last own message (from an empty composer)</source>
            <translation>自己的上一条消息（输入框为空时）</translation>
        </message>
        <message>
            <source>Copy the message</source>
            <translation>复制消息</translation>
        </message>
        <message>
            <source>Delete the message</source>
            <translation>删除消息</translation>
        </message>
        <message>
            <source>Menu of the message</source>
            <translation>消息菜单</translation>
        </message>
        <message>
            <source>Scroll the messages</source>
            <translation>滚动消息</translation>
        </message>
        <message>
            <source>Oldest message</source>
            <translation>最早的消息</translation>
        </message>
        <message>
            <source>Latest message</source>
            <translation>最新的消息</translation>
        </message>
        <message>
            <source>Close the panel, then clear the search, then latest</source>
            <translation>关闭面板，再清除搜索，再到最新</translation>
        </message>
        <message>
            <source>Find a friend or chat</source>
            <translation>查找好友或聊天</translation>
        </message>
        <message>
            <source>Search this chat</source>
            <translation>搜索本聊天</translation>
        </message>
        <message>
            <source>Add a friend</source>
            <translation>添加好友</translation>
        </message>
        <message>
            <source>Next chat</source>
            <translation>下一个聊天</translation>
        </message>
        <message>
            <source>Previous chat</source>
            <translation>上一个聊天</translation>
        </message>
        <message>
            <source>Next unread chat</source>
            <translation>下一个未读聊天</translation>
        </message>
        <message>
            <source>Previous unread chat</source>
            <translation>上一个未读聊天</translation>
        </message>
        <message>
            <source>Chats</source>
            <translation>聊天</translation>
        </message>
        <message>
            <source>VOS Map</source>
            <translation>VOS 地图</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Write</source>
            <translation>输入消息</translation>
        </message>
        <message>
            <source>Details of the message</source>
            <translation>消息详情</translation>
        </message>
        <message>
            <source>Friend details</source>
            <translation>好友详情</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Next part of the window</source>
            <translation>窗口的下一部分</translation>
        </message>
        <message>
            <source>Previous part of the window</source>
            <translation>窗口的上一部分</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>放大文字</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>缩小文字</translation>
        </message>
        <message>
            <source>Normal text</source>
            <translation>标准文字大小</translation>
        </message>
        <message>
            <source>This sheet</source>
            <translation>本页</translation>
        </message>
        <message>
            <source>Close the window</source>
            <translation>关闭窗口</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Lock</source>
            <translation>锁定</translation>
        </message>
        <message>
            <source>Friend VOS</source>
            <translation>好友 VOS</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Answer the message</source>
            <translation>回复消息</translation>
        </message>
        <message>
            <source>React to the message</source>
            <translation>回应消息</translation>
        </message>
        <message>
            <source>Edit the message</source>
            <translation>编辑消息</translation>
        </message>
        <message>
            <source>Delete the message for both</source>
            <translation>为双方删除消息</translation>
        </message>
        <message>
            <source>Bold, italic, code (while writing)</source>
            <translation>粗体、斜体、代码（写消息时）</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::KeysSection</name>
        <message>
            <source>Keys</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Show all keys</source>
            <translation>显示全部快捷键</translation>
        </message>
        <message>
            <source>Everything works by keyboard</source>
            <translation>一切都可用键盘操作</translation>
        </message>
        <message>
            <source>Also F1 and Ctrl+/</source>
            <translation>也可用 F1 和 Ctrl+/</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::LimitDialog</name>
        <message>
            <source>Change limits</source>
            <translation>调整上限</translation>
        </message>
        <message>
            <source>Keep for %1 at most</source>
            <translation>为%1代存最多</translation>
        </message>
        <message>
            <source>%1 are in use. With a lower limit nothing is thrown away; nothing new is taken until there is room.</source>
            <translation>已用 %1。降低上限不会丢弃任何消息，只是在有空间之前不再接收新消息。</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>更改</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::LockPage</name>
        <message>
            <source>Unlocking…</source>
            <translation>正在解锁…</translation>
        </message>
        <message>
            <source>Unlock</source>
            <translation>解锁</translation>
        </message>
        <message>
            <source>That was not the passphrase. Please try again.</source>
            <translation>口令不正确，请重试。</translation>
        </message>
        <message>
            <source>VOS Messenger is locked</source>
            <translation>VOS Messenger 已锁定</translation>
        </message>
        <message>
            <source>Messages go on arriving. Type your passphrase to see them.</source>
            <translation>消息照常接收。输入口令即可查看。</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>口令</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::MainWindow</name>
        <message>
            <source>VOS Messenger</source>
            <translation>VOS Messenger</translation>
        </message>
        <message>
            <source>(%1) %2</source>
            <extracomment>Title of the window while messages are unread.</extracomment>
            <translation>(%1) %2</translation>
        </message>
        <message>
            <source>The disk is full or cannot be written. Nothing is lost so far; make room to go on.</source>
            <translation>磁盘已满或无法写入。目前没有丢失任何内容；请腾出空间后继续。</translation>
        </message>
        <message>
            <source>No network. Messages are queued here.</source>
            <translation>没有网络。消息在这里排队。</translation>
        </message>
        <message>
            <source>Connected, but others cannot reach you directly. Messages go through friends.</source>
            <translation>已连接，但别人无法直接联系到你。消息经由好友转交。</translation>
        </message>
        <message>
            <source>What helps?</source>
            <translation>怎么改善？</translation>
        </message>
        <message>
            <source>Open chat</source>
            <translation>打开聊天</translation>
        </message>
        <message>
            <source>Friend details</source>
            <translation>好友详情</translation>
        </message>
        <message>
            <source>A file of this profile was damaged. What could be read was kept or restored; the log says more.</source>
            <translation>这份资料中有文件损坏。能读出的内容已保留或恢复，详情见日志。</translation>
        </message>
        <message>
            <source>Your address is in use in two places: another computer runs a copy of this profile. Close VOS Messenger there, or messages arrive only here or there.</source>
            <translation>你的地址在两处同时使用：另一台电脑在运行此资料的副本。请关闭那里的 VOS Messenger，否则消息只会到达其中一处。</translation>
        </message>
        <message>
            <source>Network status</source>
            <translation>网络状态</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::MapPage</name>
        <message>
            <source>VOS Map</source>
            <translation>VOS 地图</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Friends</source>
            <translation>好友</translation>
        </message>
        <message>
            <source>Reachable</source>
            <translation>可到达</translation>
        </message>
        <message>
            <source>Known nodes</source>
            <translation>已知节点</translation>
        </message>
        <message>
            <source>Only you so far. Nodes appear as they are found.</source>
            <translation>目前只有你。发现节点后会显示在这里。</translation>
        </message>
        <message numerus="yes">
            <source>%n nodes known</source>
            <translation>
                <numerusform>已知 %n 个节点</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n reachable now</source>
            <translation>
                <numerusform>%n 个现在可到达</numerusform>
            </translation>
        </message>
        <message>
            <source>%1, %2</source>
            <extracomment>Two facts side by side: how many nodes are connected directly and through others.</extracomment>
            <translation>%1，%2</translation>
        </message>
        <message>
            <source>Open chat</source>
            <translation>打开聊天</translation>
        </message>
        <message>
            <source>Copy address</source>
            <translation>复制地址</translation>
        </message>
        <message>
            <source>Friend VOS</source>
            <translation>好友 VOS</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>图</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>表格</translation>
        </message>
        <message>
            <source>Heard within</source>
            <translation>最近听到</translation>
        </message>
        <message>
            <source>A picture of the nodes around you. The table has the same nodes as rows.</source>
            <translation>你周围节点的图示。表格以行列出同样的节点。</translation>
        </message>
        <message>
            <source>Friend</source>
            <translation>好友</translation>
        </message>
        <message>
            <source>Direct</source>
            <translation>直连</translation>
        </message>
        <message>
            <source>Through others</source>
            <translation>经由他人</translation>
        </message>
        <message>
            <source>Other node</source>
            <translation>其他节点</translation>
        </message>
        <message>
            <source>Not reachable</source>
            <translation>无法到达</translation>
        </message>
        <message>
            <source>Inner ring: connected · middle: reachable · outer: not reachable</source>
            <translation>内圈：已连接 · 中圈：可到达 · 外圈：无法到达</translation>
        </message>
        <message>
            <source>1 hour</source>
            <translation>1 小时内</translation>
        </message>
        <message>
            <source>24 hours</source>
            <translation>24 小时内</translation>
        </message>
        <message>
            <source>7 days</source>
            <translation>7 天内</translation>
        </message>
        <message>
            <source>Any time</source>
            <translation>不限时间</translation>
        </message>
        <message numerus="yes">
            <source>%n direct</source>
            <translation>
                <numerusform>%n 个直连</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n through others</source>
            <translation>
                <numerusform>%n 个经由他人</numerusform>
            </translation>
        </message>
        <message>
            <source>Starting.</source>
            <translation>正在启动。</translation>
        </message>
        <message>
            <source>This computer has no network. The map is as it was when you were last connected.</source>
            <translation>这台电脑没有网络。地图是你上次连接时的样子。</translation>
        </message>
        <message>
            <source>No node answers yet. All that are known are tried again.</source>
            <translation>还没有节点回应。正在逐一重试所有已知节点。</translation>
        </message>
        <message>
            <source>No other node is known yet. Add a friend, or join through any node that is online.</source>
            <translation>还不知道任何其他节点。添加一位好友，或通过任意一个在线节点加入。</translation>
        </message>
        <message numerus="yes">
            <source>You are connected with %n nodes. Together they know where everybody is.</source>
            <translation>
                <numerusform>你已连接 %n 个节点。它们合起来知道每个人在哪里。</numerusform>
            </translation>
        </message>
        <message>
            <source>You are connected.</source>
            <translation>你已连接。</translation>
        </message>
        <message>
            <source>Add friend…</source>
            <translation>添加好友…</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::MessageDetails</name>
        <message>
            <source>Message details</source>
            <translation>消息详情</translation>
        </message>
        <message>
            <source>Copy as text</source>
            <translation>复制为文本</translation>
        </message>
        <message numerus="yes">
            <source>%n characters</source>
            <translation>
                <numerusform>%n 个字符</numerusform>
            </translation>
        </message>
        <message>
            <source>To %1 · %2 · %3</source>
            <extracomment>Under a message&apos;s text in its details: name, length, date.</extracomment>
            <translation>发给%1 · %2 · %3</translation>
        </message>
        <message>
            <source>From %1 · %2 · %3</source>
            <translation>来自%1 · %2 · %3</translation>
        </message>
        <message>
            <source>Queued</source>
            <translation>排队中</translation>
        </message>
        <message>
            <source>On this computer.</source>
            <translation>在这台电脑上。</translation>
        </message>
        <message numerus="yes">
            <source>On this computer. Tried %n times.</source>
            <translation>
                <numerusform>在这台电脑上。已尝试 %n 次。</numerusform>
            </translation>
        </message>
        <message>
            <source>Written</source>
            <translation>已写好</translation>
        </message>
        <message>
            <source>Stored on this computer.</source>
            <translation>已保存在这台电脑上。</translation>
        </message>
        <message>
            <source>Sending</source>
            <translation>发送中</translation>
        </message>
        <message>
            <source>On its way to %1. No answer yet.</source>
            <translation>正在发往%1，还没有回应。</translation>
        </message>
        <message>
            <source>Held by %1</source>
            <translation>由 %1 代存</translation>
        </message>
        <message>
            <source>%1 cannot read it.</source>
            <translation>%1 无法阅读。</translation>
        </message>
        <message>
            <source>Signed by %1</source>
            <translation>由 %1 签名</translation>
        </message>
        <message>
            <source>Delivered</source>
            <translation>已送达</translation>
        </message>
        <message>
            <source>Read</source>
            <translation>已读</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>已收到</translation>
        </message>
        <message>
            <source>Stored on this computer; a signed receipt went back.</source>
            <translation>已保存在这台电脑上，并回复了签名回执。</translation>
        </message>
        <message>
            <source>Read here</source>
            <translation>已在此阅读</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>已发出</translation>
        </message>
        <message>
            <source>Put on its way to %1.</source>
            <translation>已发往%1。</translation>
        </message>
        <message>
            <source>Not taken by %1</source>
            <translation>%1未接收</translation>
        </message>
        <message>
            <source>%1 has no room for it or keeps nothing for %2.</source>
            <translation>%1空间不足，或不为%2代存。</translation>
        </message>
        <message>
            <source>Handed over by %1</source>
            <translation>%1 已转交</translation>
        </message>
        <message>
            <source>%1 gave it to %2.</source>
            <translation>%1 已交给 %2。</translation>
        </message>
        <message>
            <source>Erased by %1</source>
            <translation>%1已删除</translation>
        </message>
        <message>
            <source>Before anybody fetched it.</source>
            <translation>在被取走之前。</translation>
        </message>
        <message>
            <source>Not erased by %1</source>
            <translation>%1未删除</translation>
        </message>
        <message>
            <source>It had been handed over before.</source>
            <translation>此前已经转交。</translation>
        </message>
        <message>
            <source>Lost by %1</source>
            <translation>被%1丢失</translation>
        </message>
        <message>
            <source>%1 signed for it and has it no longer.</source>
            <translation>%1签收过，但已不再持有。</translation>
        </message>
        <message>
            <source>Sealed anew</source>
            <translation>已重新加密</translation>
        </message>
        <message>
            <source>%1 has new keys; the old ones are gone.</source>
            <translation>%1换了新密钥，旧密钥已不在。</translation>
        </message>
        <message numerus="yes">
            <source>Signed by %1, %n bytes</source>
            <extracomment>Who signed the proof of a step, and how large it is</extracomment>
            <translation>
                <numerusform>由 %1 签名，%n 字节</numerusform>
            </translation>
        </message>
        <message>
            <source>Arrived on %1&apos;s computer.</source>
            <translation>已到达%1的电脑。</translation>
        </message>
        <message>
            <source>%1&apos;s window was open on it.</source>
            <translation>%1已在窗口中看到。</translation>
        </message>
        <message>
            <source>By the clock of %1&apos;s computer.</source>
            <translation>按%1电脑的时钟。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::MessageView</name>
        <message>
            <source>%1, %2: %3</source>
            <extracomment>A copied message: who, when, text.</extracomment>
            <translation>%1，%2：%3</translation>
        </message>
        <message>
            <source>Messages</source>
            <translation>消息</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::MessagesSection</name>
        <message>
            <source>Messages</source>
            <translation>消息</translation>
        </message>
        <message>
            <source>Key that sends</source>
            <translation>发送键</translation>
        </message>
        <message>
            <source>Shift+Enter makes a new line</source>
            <translation>Shift+Enter 换行</translation>
        </message>
        <message>
            <source>Enter makes a new line</source>
            <translation>Enter 换行</translation>
        </message>
        <message>
            <source>Enter</source>
            <comment>key</comment>
            <translation>Enter</translation>
        </message>
        <message>
            <source>Ctrl+Enter</source>
            <comment>key</comment>
            <translation>Ctrl+Enter</translation>
        </message>
        <message>
            <source>Tell friends when I have read a message</source>
            <translation>告诉好友我已读消息</translation>
        </message>
        <message>
            <source>If off, you do not see theirs either</source>
            <translation>关闭后，你也看不到对方的已读状态</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::NameStep</name>
        <message>
            <source>Welcome</source>
            <translation>欢迎</translation>
        </message>
        <message>
            <source>How shall friends see you?</source>
            <translation>好友该怎样看到你？</translation>
        </message>
        <message>
            <source>Your name</source>
            <translation>你的名字</translation>
        </message>
        <message>
            <source>Everything stays on this computer. There is no account and no server.</source>
            <translation>一切都留在这台电脑上。没有账号，也没有服务器。</translation>
        </message>
        <message>
            <source>Friends see this name and picture. You can change the name later.</source>
            <translation>好友会看到这个名字和图案。名字以后可以更改。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::NetworkPage</name>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Copy diagnostics</source>
            <translation>复制诊断信息</translation>
        </message>
        <message>
            <source>For whoever helps you. It holds addresses of this computer, but names nobody.</source>
            <translation>供帮助你的人查看。其中有这台电脑的地址，但不含任何人的名字。</translation>
        </message>
        <message>
            <source>Check again</source>
            <translation>重新检查</translation>
        </message>
        <message>
            <source>Linked nodes</source>
            <translation>已连接的节点</translation>
        </message>
        <message>
            <source>Peers</source>
            <translation>已连接的节点</translation>
        </message>
        <message>
            <source>None at present.</source>
            <translation>目前没有。</translation>
        </message>
        <message>
            <source>Nodes that carry for you</source>
            <translation>为你转交的节点</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>for people who know their network</source>
            <translation>供熟悉网络的人查看</translation>
        </message>
        <message>
            <source>Seen from outside as</source>
            <translation>外部看到的地址</translation>
        </message>
        <message>
            <source>Address translation (NAT)</source>
            <translation>地址转换 (NAT)</translation>
        </message>
        <message>
            <source>Listening on</source>
            <translation>监听</translation>
        </message>
        <message>
            <source>Port opened by the router</source>
            <translation>路由器打开的端口</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>地图</translation>
        </message>
        <message numerus="yes">
            <source>%n nodes</source>
            <translation>
                <numerusform>%n 个节点</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n reachable now</source>
            <translation>
                <numerusform>目前 %n 个可到达</numerusform>
            </translation>
        </message>
        <message>
            <source>since the start · %1 now</source>
            <extracomment>Since the program started, and at present; %1 is a speed as &quot;0.4 kB/s&quot;</extracomment>
            <translation>启动以来 · 现在 %1</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>已发送</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>已接收</translation>
        </message>
        <message>
            <source>Passed on for others</source>
            <translation>为他人转交</translation>
        </message>
        <message>
            <source>limit %1</source>
            <translation>上限 %1</translation>
        </message>
        <message>
            <source>switched off</source>
            <translation>已关闭</translation>
        </message>
        <message>
            <source>Not known yet</source>
            <translation>尚不清楚</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::NetworkSection</name>
        <message>
            <source>Little</source>
            <translation>少量</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>Much</source>
            <translation>大量</translation>
        </message>
        <message>
            <source>Give to the VOS Map</source>
            <translation>为 VOS 地图提供</translation>
        </message>
        <message>
            <source>How much memory and traffic this computer gives so that nodes find each other. Little: 8 MB, 200 bytes a second; normal: 64 MB, 1 kB a second; much: 512 MB, 10 kB a second</source>
            <translation>这台电脑为让节点互相找到而提供多少内存和流量。少量：8 MB，每秒 200 字节；正常：64 MB，每秒 1 kB；大量：512 MB，每秒 10 kB</translation>
        </message>
        <message>
            <source>Find nodes in the local network</source>
            <translation>在本地网络中查找节点</translation>
        </message>
        <message>
            <source>Nodes in the same home or office find each other without any address</source>
            <translation>同一家中或办公室里的节点无需任何地址即可互相找到</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Join through a node</source>
            <translation>通过节点加入</translation>
        </message>
        <message>
            <source>A link, or HOST:PORT of any node that is online. Needed once at most.</source>
            <translation>任一在线节点的链接或 主机:端口。最多只需要一次。</translation>
        </message>
        <message>
            <source>Node to join through</source>
            <translation>用来加入的节点</translation>
        </message>
        <message>
            <source>Link or HOST:PORT</source>
            <translation>链接或 主机:端口</translation>
        </message>
        <message>
            <source>Join</source>
            <translation>加入</translation>
        </message>
        <message>
            <source>Asking…</source>
            <translation>正在询问…</translation>
        </message>
        <message numerus="yes">
            <source>Joined. %n nodes are known.</source>
            <translation>
                <numerusform>已加入。已知 %n 个节点。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::NodeCard</name>
        <message>
            <source>Holds for you</source>
            <translation>为你代存</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>Reach</source>
            <translation>可达性</translation>
        </message>
        <message>
            <source>Last heard</source>
            <translation>最近联系</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>往返时间</translation>
        </message>
        <message>
            <source>Open chat</source>
            <translation>打开聊天</translation>
        </message>
        <message>
            <source>Add friend…</source>
            <translation>添加好友…</translation>
        </message>
        <message>
            <source>Ask to hold for me</source>
            <translation>请求代存</translation>
        </message>
        <message>
            <source>Copy address</source>
            <translation>复制地址</translation>
        </message>
        <message>
            <source>–</source>
            <extracomment>No round trip is known.</extracomment>
            <translation>–</translation>
        </message>
        <message>
            <source>%1 already holds for you.</source>
            <translation>%1 已经在为你代存。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::NodeGraph</name>
        <message>
            <source>You</source>
            <extracomment>Ourselves, in the middle of the picture of the map.</extracomment>
            <translation>你</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::NotificationsSection</name>
        <message>
            <source>Notifications</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>What a notification tells on your screen</source>
            <translation>通知在屏幕上显示的内容</translation>
        </message>
        <message>
            <source>Notifications show</source>
            <translation>通知显示</translation>
        </message>
        <message>
            <source>Name and text</source>
            <translation>名字和内容</translation>
        </message>
        <message>
            <source>Name only</source>
            <translation>只有名字</translation>
        </message>
        <message>
            <source>That something came</source>
            <translation>只提示有新消息</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>不显示</translation>
        </message>
        <message>
            <source>Keep running in the tray when closed</source>
            <translation>关闭窗口后在托盘中继续运行</translation>
        </message>
        <message>
            <source>So that friends can reach you</source>
            <translation>这样好友仍能联系到你</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::Notifier</name>
        <message>
            <source>New message</source>
            <translation>新消息</translation>
        </message>
        <message>
            <source>VOS Messenger</source>
            <translation>VOS Messenger</translation>
        </message>
        <message>
            <source>Friend request</source>
            <translation>好友请求</translation>
        </message>
        <message>
            <source>%1 asks to be your friend</source>
            <translation>%1请求加你为好友</translation>
        </message>
        <message>
            <source>Friend VOS request</source>
            <translation>好友 VOS 请求</translation>
        </message>
        <message>
            <source>%1 asks you to keep messages while they are offline</source>
            <translation>%1请你在其离线时代存消息</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::PrivacySection</name>
        <message>
            <source>Privacy</source>
            <translation>隐私</translation>
        </message>
        <message>
            <source>Show my name to everybody</source>
            <translation>向所有人显示我的名字</translation>
        </message>
        <message>
            <source>Off: only friends see it, others see your address alone</source>
            <translation>关闭后只有好友能看到，其他人只看到你的地址</translation>
        </message>
        <message>
            <source>Show my Friend VOS to everybody</source>
            <translation>向所有人显示我的好友 VOS</translation>
        </message>
        <message>
            <source>Off: only friends can leave messages for you while you are away; strangers&apos; requests wait until you are back</source>
            <translation>关闭后你不在时只有好友能给你留言；陌生人的请求要等你回来</translation>
        </message>
        <message>
            <source>Only friends know where I am</source>
            <translation>只有好友知道我在哪里</translation>
        </message>
        <message>
            <source>On: the map of others does not list you; whoever wants to add you needs your whole link</source>
            <translation>开启后别人的地图上没有你；想添加你的人需要你的完整链接</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::ProfileSection</name>
        <message>
            <source>Profile</source>
            <translation>个人资料</translation>
        </message>
        <message>
            <source>Your name</source>
            <translation>你的名字</translation>
        </message>
        <message>
            <source>Friends see it. An empty one tells them nothing.</source>
            <translation>好友会看到它。留空则不告诉任何人。</translation>
        </message>
        <message>
            <source>Your address</source>
            <translation>你的地址</translation>
        </message>
        <message>
            <source>Safe to share with anyone.</source>
            <translation>可以放心告诉任何人。</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy my address</source>
            <translation>复制我的地址</translation>
        </message>
        <message>
            <source>My address as a QR code</source>
            <translation>我的地址二维码</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::ProtectionDialog</name>
        <message>
            <source>Protect this profile</source>
            <translation>保护这份资料</translation>
        </message>
        <message>
            <source>Your keys and messages lie encrypted on this computer. Choose what opens them.</source>
            <translation>你的密钥和消息加密保存在这台电脑上。请选择用什么来打开它们。</translation>
        </message>
        <message>
            <source>A passphrase, asked for at every start</source>
            <translation>口令，每次启动时询问</translation>
        </message>
        <message>
            <source>The keychain of this system</source>
            <translation>系统钥匙串</translation>
        </message>
        <message>
            <source>Nothing: whoever can read my files can open them</source>
            <translation>不设保护：能读取我文件的人都能打开</translation>
        </message>
        <message>
            <source>Passphrase now</source>
            <translation>当前口令</translation>
        </message>
        <message>
            <source>New passphrase</source>
            <translation>新口令</translation>
        </message>
        <message>
            <source>New passphrase again</source>
            <translation>再次输入新口令</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Type the passphrase you have now.</source>
            <translation>请输入当前口令。</translation>
        </message>
        <message>
            <source>Type a new passphrase. Nobody can recover it for you.</source>
            <translation>请输入新口令。一旦忘记，谁也无法找回。</translation>
        </message>
        <message>
            <source>The two new ones are not the same yet.</source>
            <translation>两次输入的新口令还不一致。</translation>
        </message>
        <message>
            <source>Just a moment…</source>
            <translation>请稍候…</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>应用</translation>
        </message>
        <message>
            <source>The system&apos;s keychain cannot be reached. Nothing was changed.</source>
            <translation>无法访问系统钥匙串。没有任何改动。</translation>
        </message>
        <message>
            <source>The passphrase is wrong, or the system&apos;s keychain cannot be reached. Nothing was changed.</source>
            <translation>口令不正确，或无法访问系统钥匙串。没有任何改动。</translation>
        </message>
        <message>
            <source>That is not the passphrase. Nothing was changed.</source>
            <translation>口令不正确。没有任何改动。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::QueueDelegate</name>
        <message>
            <source>Try now</source>
            <translation>立即重试</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::QueuePanel</name>
        <message>
            <source>%1 waiting here, %2 held by friends</source>
            <translation>%1 条在此等待，%2 条由好友代存</translation>
        </message>
        <message numerus="yes">
            <source>%n waiting here</source>
            <translation>
                <numerusform>%n 条在此等待</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n held by friends</source>
            <translation>
                <numerusform>%n 条由好友代存</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel message</source>
            <translation>取消消息</translation>
        </message>
        <message>
            <source>Try now</source>
            <translation>立即重试</translation>
        </message>
        <message>
            <source>Show in the chat</source>
            <translation>在聊天中显示</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Try all now</source>
            <translation>全部立即重试</translation>
        </message>
        <message>
            <source>Close the queue</source>
            <translation>关闭队列</translation>
        </message>
        <message>
            <source>Nothing is waiting.</source>
            <translation>没有等待的消息。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::Rail</name>
        <message numerus="yes">
            <source>%n unread</source>
            <translation>
                <numerusform>%n 条未读</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n requests</source>
            <translation>
                <numerusform>%n 个请求</numerusform>
            </translation>
        </message>
        <message>
            <source>My profile</source>
            <translation>我的资料</translation>
        </message>
        <message>
            <source>Chats</source>
            <translation>聊天</translation>
        </message>
        <message>
            <source>VOS Map</source>
            <translation>VOS 地图</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Friend VOS</source>
            <translation>好友 VOS</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::ReactionStrip</name>
        <message>
            <source>Thumbs up</source>
            <translation>赞</translation>
        </message>
        <message>
            <source>Heart</source>
            <translation>爱心</translation>
        </message>
        <message>
            <source>Laughing</source>
            <translation>大笑</translation>
        </message>
        <message>
            <source>Surprised</source>
            <translation>惊讶</translation>
        </message>
        <message>
            <source>Sad</source>
            <translation>难过</translation>
        </message>
        <message>
            <source>Thank you</source>
            <translation>感谢</translation>
        </message>
        <message>
            <source>Reactions</source>
            <translation>回应</translation>
        </message>
        <message>
            <source>Another emoji</source>
            <translation>其他表情</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::RelayList</name>
        <message>
            <source>May carry for me</source>
            <translation>可以为我转交</translation>
        </message>
        <message>
            <source>%1 may carry for me</source>
            <extracomment>Check box for a node that may forward our messages</extracomment>
            <translation>%1可以为我转交</translation>
        </message>
        <message>
            <source>None at present. Where others cannot reach you directly, nodes you are linked with pass your messages on.</source>
            <translation>目前没有。别人无法直接联系到你时，与你连接的节点会为你转交消息。</translation>
        </message>
        <message>
            <source>They pass on what they cannot read, and see only who speaks with whom, when and how much.</source>
            <translation>它们转交的内容自己无法阅读，只能看到谁与谁在何时交谈、数据有多少。</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>已拒绝</translation>
        </message>
        <message>
            <source>In use now · %1</source>
            <extracomment>A node that forwards our messages now; %1 is an amount</extracomment>
            <translation>正在使用 · %1</translation>
        </message>
        <message>
            <source>Ready · %1 so far</source>
            <translation>就绪 · 至今 %1</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>就绪</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::RequestCard</name>
        <message>
            <source>%1 asks to be your friend</source>
            <translation>%1请求加你为好友</translation>
        </message>
        <message>
            <source>“%1”</source>
            <extracomment>What somebody wrote with a request, in quotation marks</extracomment>
            <translation>“%1”</translation>
        </message>
        <message>
            <source>Asked %1. Nobody has checked that this is the person you think of.</source>
            <translation>%1 提出。还没有人核对过这是不是你认识的那个人。</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>接受</translation>
        </message>
        <message>
            <source>Decline</source>
            <translation>拒绝</translation>
        </message>
        <message>
            <source>Block</source>
            <translation>屏蔽</translation>
        </message>
        <message>
            <source>Accept %1</source>
            <translation>接受%1</translation>
        </message>
        <message>
            <source>Decline %1</source>
            <translation>拒绝%1</translation>
        </message>
        <message>
            <source>Block %1</source>
            <translation>屏蔽%1</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::RequestNotice</name>
        <message numerus="yes">
            <source>%n friend requests</source>
            <translation>
                <numerusform>%n 个好友请求</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::RequestsPage</name>
        <message>
            <source>Friend requests</source>
            <translation>好友请求</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>No requests.</source>
            <translation>没有请求。</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::SearchHits</name>
        <message>
            <source>You</source>
            <translation>你</translation>
        </message>
        <message>
            <source>%1, %2: %3</source>
            <extracomment>A found message read aloud: who, when, text.</extracomment>
            <translation>%1，%2：%3</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::SearchPanel</name>
        <message>
            <source>Search messages</source>
            <translation>搜索消息</translation>
        </message>
        <message>
            <source>Messages found</source>
            <translation>找到的消息</translation>
        </message>
        <message>
            <source>Nothing found.</source>
            <translation>没有找到。</translation>
        </message>
        <message numerus="yes">
            <source>%n messages found</source>
            <translation>
                <numerusform>找到 %n 条消息</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>vos::ui::SecuritySection</name>
        <message>
            <source>Security</source>
            <translation>安全</translation>
        </message>
        <message>
            <source>Lock now</source>
            <translation>立即锁定</translation>
        </message>
        <message>
            <source>Hide everything until the passphrase is typed</source>
            <translation>隐藏所有内容，直到输入口令</translation>
        </message>
        <message>
            <source>Messages go on arriving. Also Ctrl+Shift+L</source>
            <translation>消息照常接收。也可按 Ctrl+Shift+L</translation>
        </message>
        <message>
            <source>Lock by itself</source>
            <translation>自动锁定</translation>
        </message>
        <message>
            <source>After a time without keys and mouse</source>
            <translation>一段时间没有键盘和鼠标操作之后</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>从不</translation>
        </message>
        <message numerus="yes">
            <source>After %n minutes</source>
            <translation>
                <numerusform>%n 分钟后</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing but the rights of the files: whoever can read them can open your messages. A passphrase would prevent that.</source>
            <translation>只有文件权限：能读取这些文件的人就能打开你的消息。设置口令可以防止这一点。</translation>
        </message>
        <message>
            <source>A passphrase. Without it nobody can open your messages.</source>
            <translation>口令。没有它，谁也打不开你的消息。</translation>
        </message>
        <message>
            <source>The keychain of this system holds the key. It opens when you log in.</source>
            <translation>密钥保存在系统钥匙串中，登录系统时自动打开。</translation>
        </message>
        <message>
            <source>What protects this profile</source>
            <translation>这份资料的保护方式</translation>
        </message>
        <message>
            <source>Change passphrase…</source>
            <translation>更改口令…</translation>
        </message>
        <message>
            <source>Set passphrase…</source>
            <translation>设置口令…</translation>
        </message>
        <message>
            <source>Set a passphrase first: without one it could not be unlocked.</source>
            <translation>请先设置口令：没有口令就无法解锁。</translation>
        </message>
        <message>
            <source>Back up…</source>
            <translation>备份…</translation>
        </message>
        <message>
            <source>Keep a copy of everything</source>
            <translation>保存全部内容的副本</translation>
        </message>
        <message>
            <source>Address, friends and messages in one encrypted file</source>
            <translation>地址、好友和消息存入一个加密文件</translation>
        </message>
        <message>
            <source>Restore…</source>
            <translation>恢复…</translation>
        </message>
        <message>
            <source>Begin again from a backup</source>
            <translation>从备份重新开始</translation>
        </message>
        <message>
            <source>What is here now is set aside, not deleted</source>
            <translation>现有内容会另存，不会删除</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::SettingsPage</name>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Search settings</source>
            <translation>搜索设置</translation>
        </message>
        <message>
            <source>No setting has these words.</source>
            <translation>没有包含这些文字的设置。</translation>
        </message>
        <message>
            <source>Section %1</source>
            <extracomment>Button that scrolls to a section of the settings</extracomment>
            <translation>“%1”部分</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::SidePanel</name>
        <message>
            <source>Close panel</source>
            <translation>关闭面板</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::StartErrorPage</name>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>复制详情</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::StatusBar</name>
        <message>
            <source>Show the queue (%1)</source>
            <translation>显示队列 (%1)</translation>
        </message>
        <message numerus="yes">
            <source>Holding %n for friends</source>
            <translation>
                <numerusform>为好友代存 %n 条</numerusform>
            </translation>
        </message>
        <message>
            <source>Holding nothing at present</source>
            <translation>目前没有代存</translation>
        </message>
        <message numerus="yes">
            <source>Holding: %n messages</source>
            <translation>
                <numerusform>代存：%n 条消息</numerusform>
            </translation>
        </message>
        <message>
            <source>Show for whom you hold messages</source>
            <translation>查看你为谁代存</translation>
        </message>
        <message>
            <source>Show how you are connected</source>
            <translation>查看你的连接情况</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::StepRow</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy the proof of: %1</source>
            <extracomment>%1 is a step of a message&apos;s way, such as Held by Bob</extracomment>
            <translation>复制证明：%1</translation>
        </message>
        <message>
            <source>Copies the signed word as base64</source>
            <translation>以 base64 复制签名内容</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::Tray</name>
        <message>
            <source>Open VOS Messenger</source>
            <translation>打开 VOS Messenger</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message numerus="yes">
            <source>VOS Messenger, %n unread</source>
            <translation>
                <numerusform>VOS Messenger，%n 条未读</numerusform>
            </translation>
        </message>
        <message>
            <source>VOS Messenger</source>
            <translation>VOS Messenger</translation>
        </message>
        <message>
            <source>Lock now</source>
            <translation>立即锁定</translation>
        </message>
    </context>
    <context>
        <name>vos::ui::WhyOffline</name>
        <message>
            <source>Why is %1 offline?</source>
            <translation>%1为什么离线？</translation>
        </message>
        <message>
            <source>What you write is left with their Friend VOS and reaches %1 when they are back.</source>
            <translation>你写的消息会存放在对方的好友 VOS，%1回来时就会收到。</translation>
        </message>
        <message>
            <source>What you write waits here. %1 is called again at growing intervals, and at once when anything is heard of them.</source>
            <translation>你写的消息在这里等待。会以逐渐变长的间隔再次呼叫%1，一有消息就立即呼叫。</translation>
        </message>
    </context>
</TS>
