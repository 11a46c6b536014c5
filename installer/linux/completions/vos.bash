# bash completion for vos and vosd

# The words before the verb that say which node is meant, for asking it.
_vos_node_options() {
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --profile | --control)
            printf '%s\n%s\n' "${COMP_WORDS[i]}" "${COMP_WORDS[i + 1]}"
            ;;
        esac
    done
}

_vos_contacts() {
    local options
    mapfile -t options < <(_vos_node_options)
    vos "${options[@]}" contacts 2>/dev/null | awk 'NR > 1 { print $1 }'
}

_vos() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local verbs="info link join map online add accept contacts send listen history search queue
        friend-vos send-file status stop call"
    local methods="contact.accept contact.add contact.block contact.decline contact.list
        contact.remove contact.verify data.send events.subscribe friend_vos.approve
        friend_vos.decline friend_vos.drill friend_vos.list friend_vos.request friend_vos.revoke
        friend_vos.verify map.find map.list message.delete message.edit message.gaps message.list
        message.react message.read message.search message.send message.steps net.status node.info
        node.join node.rename node.retire node.stop peer.is_online peer.trail profile.backup
        profile.restore queue.cancel queue.list queue.retry security.lock security.set_passphrase
        security.status security.unlock security.use_keychain settings.get settings.set"
    local i verb= own=
    case $previous in
    --profile)
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    --control)
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        return
        ;;
    --wait)
        mapfile -t COMPREPLY < <(compgen -W "delivered held" -- "$current")
        return
        ;;
    --side)
        mapfile -t COMPREPLY < <(compgen -W "mine for-others" -- "$current")
        return
        ;;
    --timeout | --limit | --name | --note | --quota | --message) return ;;
    esac
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --profile | --control) i=$((i + 1)) ;;
        --*) ;;
        *)
            verb=${COMP_WORDS[i]}
            break
            ;;
        esac
    done
    case $verb in
    link) own="--qr" ;;
    map) own="--online" ;;
    add) own="--name --note" ;;
    send) own="--wait --timeout" ;;
    history) own="--limit" ;;
    search) own="--peer" ;;
    friend-vos) own="--quota --message --do-not-ask --side" ;;
    esac
    if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "--profile --control --json --version --help $own" -- "$current")
        return
    fi
    case $verb in
    "") mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$current") ;;
    call) mapfile -t COMPREPLY < <(compgen -W "$methods" -- "$current") ;;
    online | accept | send | history | search)
        if [[ $previous == "$verb" || $previous == --peer ]]; then
            mapfile -t COMPREPLY < <(compgen -W "$(_vos_contacts)" -- "$current")
        fi
        ;;
    send-file)
        if [[ $previous == "$verb" ]]; then
            mapfile -t COMPREPLY < <(compgen -W "$(_vos_contacts)" -- "$current")
        else
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
        fi
        ;;
    friend-vos)
        if [[ $previous == "$verb" ]]; then
            mapfile -t COMPREPLY < <(compgen -W "list request approve decline revoke verify drill" -- "$current")
        else
            mapfile -t COMPREPLY < <(compgen -W "$(_vos_contacts)" -- "$current")
        fi
        ;;
    esac
}

_vosd() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    case $previous in
    --profile) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
    --control) mapfile -t COMPREPLY < <(compgen -W "none" -f -- "$current") ;;
    --accept-friend-vos)
        mapfile -t COMPREPLY < <(compgen -W "ask contacts all none" -- "$current")
        ;;
    --log) mapfile -t COMPREPLY < <(compgen -W "error warning info debug" -- "$current") ;;
    --name | --listen | --join | --passphrase-fd | --quota) ;;
    *)
        mapfile -t COMPREPLY < <(compgen -W "--profile --name --listen --join --control --stdio
            --accept-friend-vos --passphrase-fd --quota --no-lan --no-port-mapping --no-relay --log
            --version --help" -- "$current")
        ;;
    esac
}

complete -o filenames -F _vos vos
complete -o filenames -F _vosd vosd
