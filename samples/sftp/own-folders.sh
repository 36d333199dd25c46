#!/bin/sh
# Gives a partner's SFTP account its two folders and nothing else. As root, once the gateway has recorded the partner (a
# DANH_MUC with its TO_CHUC makes the folders); may be repeated at any time.
#
#   own-folders.sh SPOOL MA_TCDVT GROUP             the partner may remove answers that it has fetched
#   own-folders.sh SPOOL MA_TCDVT GROUP --read-only the partner only reads its outbox; the operator clears it
set -eu

if [ $# -lt 3 ] || { [ $# -gt 3 ] && [ "$4" != --read-only ]; }; then
    echo "usage: $0 SPOOL MA_TCDVT GROUP [--read-only]" >&2
    exit 2
fi
spool=$(cd "$1" && pwd -P)
partner=$spool/partners/$2
group=$3
outbox_mode=0770
[ $# -eq 3 ] || outbox_mode=0750

for folder in "$partner" "$partner/inbox" "$partner/outbox"; do
    if [ ! -d "$folder" ] || [ -L "$folder" ]; then
        echo "$folder is no folder: record the partner first" >&2
        exit 1
    fi
done

# sshd locks nobody into a folder that anybody but root could replace; so root owns the way to it.
chown root:root "$spool" "$spool/partners" "$partner"
chmod 0755 "$spool" "$spool/partners" "$partner"
# The owner of inbox and outbox stays the gateway; the partner comes in by its group. Nobody else does.
chgrp "$group" "$partner/inbox" "$partner/outbox"
chmod 0770 "$partner/inbox"
chmod "$outbox_mode" "$partner/outbox"
