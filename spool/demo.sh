#!/usr/bin/env bash
# The demonstration behind `make demo`: small files go through this spool at a fixed time, and what came out is shown and
# checked. It removes only what an earlier demonstration made: a ledger that is not its own is never touched.
#
#   spool/demo.sh run PROGRAM     clears an earlier demonstration, then runs one
#   spool/demo.sh clear           only clears
set -euo pipefail

spool=$(cd "$(dirname "$0")" && pwd)
shown=spool
samples=$spool/../samples
mark=$spool/.demo
ledger=$spool/ledger/ledger.sqlite
partner=0101234567
inbox=$spool/partners/$partner/inbox
outbox=$spool/partners/$partner/outbox

refuse() {
    echo "demo: $1" >&2
    exit 1
}

# The mark names the ledger that a demonstration made, by its inode.
clear_demo() {
    if [ -e "$ledger" ]; then
        [ -e "$mark" ] && [ "$(cat "$mark")" = "$(stat -c %i "$ledger")" ] ||
            refuse "$shown/ holds a ledger that no demonstration made; it is left as it is. Move it away, or use another folder."
    fi
    [ -e "$mark" ] || return 0
    if [ -e "$spool/.giaonhan.lock" ]; then
        flock -n "$spool/.giaonhan.lock" true || refuse "a daemon is working on $shown/; stop it first."
    fi
    for folder in partners agency work archive quarantine ledger; do
        [ ! -d "$spool/$folder" ] || find "$spool/$folder" -mindepth 1 ! -path "$spool/$folder/.gitkeep" -delete
    done
    rm -f "$spool/.giaonhan.lock" "$spool/status.json" "$spool/metrics.prom" "$mark"
}

title() { printf '\n\033[1m%s\033[0m\n%s\n\n' "$1" "$2"; }

# The text of one element in an answer; each stands on a line of its own.
element() { sed -n "s|^ *<$1>\(.*\)</$1>.*|\1|p" "$2"; }

sum() { local total=0 number; while read -r number; do total=$((total + number)); done; echo "$total"; }

# The samples each stand for themselves, under the same numbers: the second batch gets its own, but for two receipts that the
# first has used.
drop_files() {
    local batch=TCDVT_${partner}_20261120
    mkdir -p "$inbox" "$outbox"
    cp "$samples/registry/DANH_MUC.xml" "$spool/agency/inbox/DANH_MUC_20261120.xml"
    cp "$samples/accepted/three-kinds-every-element/${batch}_0001.xml" "$inbox/${batch}_0001.xml"
    sed -e 's|<MA_LO>20261120-0001<|<MA_LO>20261120-0002<|' -e 's|<MA_GIAO_DICH>GD-0000|<MA_GIAO_DICH>GD-0001|' \
        -e 's|<SO_BIEN_LAI>0000001<|<SO_BIEN_LAI>0000101<|' \
        "$samples/accepted/in-part/${batch}_0001.xml" > "$inbox/${batch}_0002.xml"
    cp "$samples/rejected/XML02-cut-off/${batch}_0001.xml" "$inbox/${batch}_0003.xml"
}

show_codes() {
    local answer
    for answer in "$outbox"/*_XN.xml; do
        paste -d '\t' <(element MA_GIAO_DICH "$answer") <(element MA_XAC_NHAN "$answer")
    done | expand -t 14
    printf '\nNOI_DUNG: %s\n' "$(element NOI_DUNG "$outbox"/*_0001_*_XN.xml | head -n 1)"
}

# One line a finding: where, which element, which code, what to do, what stood there.
show_rejections() {
    local answer
    for answer in "$outbox"/*_TC.xml; do
        echo "$(element TEN_TEP "$answer"): $(element TRANG_THAI "$answer"), SL_DUNG $(element SL_DUNG "$answer"), SL_LOI $(element SL_LOI "$answer")"
        awk '
            function text(line) { sub(/^ *<[A-Z0-9_]*>/, "", line); sub(/<\/[A-Z0-9_]*>$/, "", line); return line }
            /<DONG>/ { line = text($0) }
            /<MA_GIAO_DICH>/ { printf "  dòng %s, %s\n", line, text($0); line = "" }
            /<TEN_TRUONG>/ { field = text($0) " " }
            /<MA_LOI>/ { code = text($0) }
            /<MO_TA_LOI>/ { message = text($0) }
            /<GIA_TRI>/ { value = " [" text($0) "]" }
            /<\/LOI>/ {
                printf "    %s%s%s: %s%s\n", line == "" ? "" : "dòng " line ", ", field, code, message, value
                field = value = line = ""
            }' "$answer"
        echo "  trang để đọc và in / page to read and print: $shown/${answer#"$spool"/}" | sed 's/\.xml$/.html/'
    done
}

run_demo() {
    local program=$1 first form counted money
    clear_demo
    mkdir -p "$spool"/{partners,agency,work,archive,quarantine,ledger}
    "$program" init "$spool" > /dev/null
    stat -c %i "$ledger" > "$mark"
    drop_files

    title '1. Tệp gửi vào / files dropped' 'Cơ quan BHXH gửi danh mục; tổ chức dịch vụ thu gửi ba tệp, một tệp có bản ghi sai, một tệp bị đứt.'
    (cd "$spool" && find agency/inbox partners/*/inbox -type f | sort)
    "$program" run --spool "$spool" --once --settle 0 --now 2026-11-20T17:30:00+07:00 --log-level warning

    title '2. Đã ghi nhận / recorded' 'Mỗi khoản thu một mã xác nhận, kèm nội dung để báo cho người tham gia.'
    show_codes

    title '3. Bị từ chối / rejected' 'Dòng nào, phần tử nào, giá trị gì, phải sửa ra sao; khoản thu đúng trong cùng tệp vẫn được ghi nhận.'
    show_rejections

    title '4. Gửi lại đúng tệp cũ / the same file again' 'Đối tác đã lấy trả lời về rồi gửi lại cùng tệp: trả lời y hệt, không ghi nhận thêm.'
    first=$(cd "$outbox" && ls ./*_0001_*_XN.xml)
    collected=$(mktemp)
    trap 'rm -f "$collected"' EXIT
    mv "$outbox/$first" "$collected"
    cp "$(ls "$spool"/archive/20261120/$partner/TN*_0001.xml)" "$inbox/TCDVT_${partner}_20261120_0001.xml"
    "$program" run --spool "$spool" --once --settle 0 --now 2026-11-20T17:45:00+07:00 --log-level warning
    echo "\$ cmp ${first#./} (lần đầu / first)  ${first#./} (lần hai / second)"
    cmp "$collected" "$outbox/$first" || refuse 'the answer to the same file is not the same'
    echo 'giống nhau từng byte / equal byte for byte'

    title '5. Hết ngày: mẫu 01-XN / the day is over' 'Ngày 20/11/2026 được khóa sổ lúc 00:05 ngày 21/11; mỗi đối tác có hợp đồng được một tờ, kể cả khi không thu.'
    "$program" report 01-xn --spool "$spool" --date 20261120 --now 2026-11-21T00:05:00+07:00 > /dev/null
    for form in "$spool"/partners/*/outbox/01-XN_*.xml; do
        echo "$shown/${form#"$spool"/}"
        echo "  để xem, in, tính / to read, print, calculate: $(basename "${form%.xml}").html, .xlsx"
        echo "  SO_MA $(element SO_MA "$form" | tail -n 1), TONG_TIEN $(element TONG_TIEN "$form" | tail -n 1): $(element BANG_CHU "$form")"
    done

    form=$(ls "$outbox"/01-XN_*.xml)
    counted=$(for answer in "$outbox"/*_XN.xml; do element SL_DUNG "$answer"; done | sum)
    money=$(for answer in "$outbox"/*_XN.xml; do element TONG_TIEN_DUNG "$answer"; done | sum)
    echo
    echo "Cộng các trả lời / sum of the answers: $counted mã, $money đ"
    [ "$counted" = "$(element SO_MA "$form" | tail -n 1)" ] && [ "$money" = "$(element TONG_TIEN "$form" | tail -n 1)" ] ||
        refuse 'the form 01-XN and the answers do not agree'
    echo 'khớp với mẫu 01-XN / agrees with the form 01-XN'

    title '6. Mọi thứ nằm ở đâu / where everything lies' "Trong $shown/: bản gốc và mọi trả lời ở archive/, tệp không đọc được ở quarantine/ kèm lý do."
    (cd "$spool" && find partners agency archive quarantine work ledger -type f ! -name .gitkeep ! -name '*-shm' ! -name '*-wal' | sort)
}

case ${1-} in
run) [ -x "${2-}" ] || refuse 'usage: spool/demo.sh run PROGRAM'; run_demo "$2" ;;
clear) clear_demo ;;
*) refuse 'usage: spool/demo.sh run PROGRAM | clear' ;;
esac
