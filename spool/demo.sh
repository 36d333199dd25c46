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

# The first code of the first answer goes its way: listed for a transfer, and credited by the bank two days later.
remit_first_code() {
    local program=$1 answer code money
    answer=$(ls "$outbox"/*_0001_*_XN.xml)
    code=$(element MA_XAC_NHAN "$answer" | head -n 1)
    money=$(element SO_TIEN "$(ls "$spool"/archive/20261120/$partner/TN*_0001.xml | head -n 1)" | head -n 1)
    cat > "$inbox/KE_NOP_20261121.xml" <<END
<BANG_KE_NOP PHIEN_BAN="1">
  <THONG_TIN_CHUNG>
    <MA_TCDVT>$partner</MA_TCDVT><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>KN-0001</MA_LO><NGAY_LAP>20261121090000</NGAY_LAP>
    <SO_LUONG>1</SO_LUONG><TONG_TIEN>$money</TONG_TIEN><MA_GIAO_DICH_NH>FT26325-0001</MA_GIAO_DICH_NH><NGAY_CHUYEN>20261121</NGAY_CHUYEN>
  </THONG_TIN_CHUNG>
  <DS_MA><MA_XAC_NHAN>$code</MA_XAC_NHAN></DS_MA>
</BANG_KE_NOP>
END
    "$program" run --spool "$spool" --once --settle 0 --now 2026-11-21T09:00:00+07:00 --log-level warning > /dev/null
    cat > "$spool/agency/inbox/SAO_KE_20261123.xml" <<END
<SAO_KE PHIEN_BAN="1">
  <THONG_TIN_CHUNG>
    <MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>SK-0001</MA_LO><NGAY_LAP>20261123150000</NGAY_LAP>
    <SO_LUONG>1</SO_LUONG><TONG_TIEN>$money</TONG_TIEN>
  </THONG_TIN_CHUNG>
  <DS_BAO_CO>
    <BAO_CO><MA_GIAO_DICH_NH>FT26325-0001</MA_GIAO_DICH_NH><NGAY_BAO_CO>20261123</NGAY_BAO_CO><SO_TIEN>$money</SO_TIEN>
      <MA_TCDVT>$partner</MA_TCDVT></BAO_CO>
  </DS_BAO_CO>
</SAO_KE>
END
    "$program" run --spool "$spool" --once --settle 0 --now 2026-11-23T15:00:00+07:00 --log-level warning > /dev/null
    echo "$code: $(element TRANG_THAI "$spool"/agency/outbox/20261123/SAO_KE_*_XN.xml | tail -n 1), $money đ"
    "$program" explain "$code" --spool "$spool" --now 2026-11-23T15:00:00+07:00 | tail -n 12
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

    title '6. Tiền nộp về / the money arrives' 'Đối tác kê nộp mã thứ nhất, ngân hàng báo có: mã chuyển từ GHI_NHAN sang DA_KE rồi DA_NOP; các mã khác chưa nộp.'
    remit_first_code "$program"

    # A payment of the 20th that is sent on the 24th.
    sed -e 's|<MA_LO>20261120-0001<|<MA_LO>20261124-0001<|' -e 's|<MA_GIAO_DICH>GD-000001<|<MA_GIAO_DICH>GD-000201<|' \
        -e 's|<SO_BIEN_LAI>0000001<|<SO_BIEN_LAI>0000201<|' -e 's|<MA_SO_BHXH>0123456789<|<MA_SO_BHXH>0123456201<|' \
        -e 's|<SO_DDCN>001190000001<|<SO_DDCN>001190000201<|' -e 's|<MA_HO_GD>0100000001<|<MA_HO_GD>0100000201<|' \
        -e 's|<HO_TEN>Nguyễn Thị Mẫu<|<HO_TEN>Phạm Thị Chậm<|' \
        "$samples/accepted/household/TCDVT_${partner}_20261120_0001.xml" > "$inbox/TCDVT_${partner}_20261124_0001.xml"
    "$program" run --spool "$spool" --once --settle 0 --now 2026-11-24T10:00:00+07:00 --log-level warning > /dev/null

    title '7. Buổi sáng của cơ quan BHXH / the agency in the morning' 'Sáng 25/11/2026: cả ngày 24/11 trong một bảng, và ai đang giữ tiền quá hạn nộp.'
    "$program" report tong-hop --show --spool "$spool" --date 20261124 --now 2026-11-25T00:05:00+07:00
    "$program" report cham-nop --show --spool "$spool" --date 20261124 --now 2026-11-25T00:05:00+07:00 |
        awk '/^SỐ TIỀN/ { reports++ } reports < 2'
    "$program" run --spool "$spool" --once --settle 0 --now 2026-11-25T07:00:00+07:00 --log-level warning > /dev/null
    echo 'Để in và tính / to print and calculate:'
    (cd "$spool" && find agency/outbox/20261124 -name '*.xlsx' | sort | sed "s|^|  $shown/|")

    title '8. Mọi thứ nằm ở đâu / where everything lies' "Trong $shown/: bản gốc và mọi trả lời, báo cáo ở archive/, tệp không đọc được ở quarantine/ kèm lý do."
    (cd "$spool" && find partners agency archive quarantine work ledger -type f ! -name .gitkeep ! -name '*-shm' ! -name '*-wal' |
        sed 's|/[^/]*$|/|' | sort | uniq -c | awk '{ printf "%5d  %s\n", $1, $2 }')
}

case ${1-} in
run) [ -x "${2-}" ] || refuse 'usage: spool/demo.sh run PROGRAM'; run_demo "$2" ;;
clear) clear_demo ;;
*) refuse 'usage: spool/demo.sh run PROGRAM | clear' ;;
esac
