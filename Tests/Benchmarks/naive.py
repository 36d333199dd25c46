#!/usr/bin/env python3
"""What one would write in an afternoon: lxml and sqlite3, one commit and one synchronized answer a file, no rules.

naive.py SAMPLES OUT: reads every SAMPLES/partners/*/inbox/*.xml into OUT/naive.sqlite, and writes OUT/<name>_XN.xml.
"""
import os, pathlib, sqlite3, sys
from lxml import etree

samples, out = map(pathlib.Path, sys.argv[1:3])
out.mkdir()
db = sqlite3.connect(out / "naive.sqlite")
db.execute("PRAGMA journal_mode = wal")
db.execute("PRAGMA synchronous = full")
db.execute(f"CREATE TABLE payment({','.join(f'c{column}' for column in range(30))})")
code = 0
for path in sorted(samples.glob("partners/*/inbox/*.xml")):
    lines = []
    for payment in etree.parse(str(path)).iterfind(".//KHOAN_THU"):
        row = [child.text for child in payment]
        db.execute(f"INSERT INTO payment VALUES({','.join('?' * 30)})", row + [None] * (30 - len(row)))
        code += 1
        lines.append(f"<XAC_NHAN><MA_GIAO_DICH>{row[0]}</MA_GIAO_DICH><MA_XAC_NHAN>POS{code:09}</MA_XAC_NHAN></XAC_NHAN>")
    db.commit()
    with open(out / f"{path.parts[-3]}_{path.stem}_XN.xml", "w") as answer:
        answer.write("<XAC_NHAN_LO>" + "\n".join(lines) + "</XAC_NHAN_LO>")
        answer.flush()
        os.fsync(answer.fileno())
