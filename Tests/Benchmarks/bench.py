#!/usr/bin/env python3
"""Times the whole job beside what others need for less, and writes the table of README.md.

Everything is made by `giaonhan sample`, so two machines time the same bytes. A case is timed in rounds, ours and the peer's in turn,
each on a spool of its own; the table says the median, the spread, and the median of the rounds' ratios. Peers: xmllint, which only
says whether a file is valid, and naive.py, what one would write in an afternoon (lxml, a commit and a synchronized answer a file).

    bench.py PROGRAM [--rounds N] [--scale F] [--only CASE ...] [--schema XSD] [--write README.md]

--scale 0.1 takes a tenth of the payments, and the rows say so. Each row bears its day and rounds: those of the cases that ran replace
theirs in the README, the others stay.
"""
import argparse, datetime, os, pathlib, platform, shutil, statistics, subprocess, sys, tempfile, textwrap, threading, time

NOW = "2026-11-20T17:30:00+07:00"
HERE = pathlib.Path(__file__).resolve().parent
BEGIN, END = "<!-- figures: written by `make bench` -->", "<!-- end of figures -->"


class Run:
    """One timed command: seconds, and the most memory that it and its children held at one moment, in MB."""

    def __init__(self, command, stdin=None):
        began = time.monotonic()
        process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.peak = 0
        watch = threading.Thread(target=self.watch, args=(process.pid,), daemon=True)
        watch.start()
        self.status = process.wait()
        self.seconds = time.monotonic() - began
        watch.join()

    def watch(self, pid):
        while True:
            try:
                pids = [pid]
                for one in pids:
                    pids += [int(child) for child in open(f"/proc/{one}/task/{one}/children").read().split()]
                self.peak = max(self.peak, sum(map(self.resident, pids)) / 1024)
            except (FileNotFoundError, ProcessLookupError, ValueError):
                return
            time.sleep(0.02)

    @staticmethod
    def resident(pid):
        for line in open(f"/proc/{pid}/status"):
            if line.startswith("VmRSS"):
                return int(line.split()[1])
        raise ProcessLookupError


class Bench:
    def __init__(self, arguments):
        self.program = str(pathlib.Path(arguments.program).resolve())
        self.rounds, self.scale, self.only = arguments.rounds, arguments.scale, arguments.only
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="giaonhan-bench-", dir=arguments.folder))
        self.used, self.cooled = [], 0
        self.schema = arguments.schema or self.write_schema()
        self.rows = []

    def write_schema(self):
        path = self.folder / "DANH_SACH_THU.xsd"
        path.write_bytes(subprocess.run([self.program, "schema", "DANH_SACH_THU"], check=True, capture_output=True).stdout)
        return str(path)

    # MARK: what is timed

    def count(self, number):
        return max(1, int(number * self.scale))

    def samples(self, name, payments, *options):
        out = self.folder / name
        if not out.exists():
            command = [self.program, "sample", str(out), "--payments", str(payments), "--date", "20261120", *options]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return out

    def batches(self, samples):
        return sorted(path for path in samples.glob("partners/*/inbox/*"))

    def fresh(self, name):
        """A folder that was never there. What was used is removed when its case is over: ext4 passes over inodes that were given up
        within the last minutes, one by one, so a removal between two rounds would slow the next one down."""
        path = self.folder / f"{name}-{len(self.used)}"
        self.used.append(path)
        return path

    def cool(self):
        """Lets what the rounds before have written go out of memory, so that each begins alike: else a later round also pays for making
        room, or on a virtual machine for memory that its host has yet to give. The files stay, for the reason that `fresh` gives."""
        os.sync()
        for path in self.used[self.cooled:]:
            for file in filter(lambda file: file.is_file() and not file.is_symlink(), path.rglob("*")):
                descriptor = os.open(file, os.O_RDONLY)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)
        self.cooled = len(self.used)

    def clear(self):
        for path in self.used:
            shutil.rmtree(path, ignore_errors=True)
        os.sync()

    def spool(self, *samples):
        """A new spool on which those samples were dropped, on the disk before anything is timed."""
        path = self.fresh("spool")
        subprocess.run([self.program, "init", str(path)], check=True, stdout=subprocess.DEVNULL)
        for sample in samples:
            self.drop(sample, path)
        return path

    def drop(self, sample, spool):
        subprocess.run(["cp", "-r", f"{sample}/.", str(spool)], check=True)
        os.sync()

    def run(self, spool, now=NOW):
        run = Run([self.program, "run", "--spool", str(spool), "--once", "--settle", "0", "--log-level", "warning", "--now", now])
        if run.status:
            sys.exit(f"the run on {spool} ended with {run.status}")
        return run

    def whole_job(self, *samples):
        return lambda: self.run(self.spool(*samples))

    def xmllint(self, file):
        return lambda: Run(["xmllint", "--stream", "--noout", "--schema", self.schema, str(file)])

    def unzipped_xmllint(self, file):
        return lambda: Run(["sh", "-c", f"unzip -p '{file}' | xmllint --stream --noout --schema '{self.schema}' -"])

    # MARK: rounds

    def case(self, name, ours, peer_name="", peer=None, note=lambda ours: ""):
        if self.only and not any(word in name for word in self.only):
            return None
        mine, theirs = [], []
        for _ in range(self.rounds):
            mine.append(ours())
            if peer:
                theirs.append(peer())
            self.cool()
        row = {
            "name": name, "ours": [run.seconds for run in mine], "peak": max(run.peak for run in mine), "peer": peer_name,
            "theirs": [run.seconds for run in theirs], "note": "",
        }
        self.clear()
        row["ratios"] = [a / b for a, b in zip(row["ours"], row["theirs"])]
        row["note"] = note(statistics.median(row["ours"]))
        self.rows.append(row)
        print(self.line(row), flush=True)
        return row

    @staticmethod
    def spread(values):
        return f"{statistics.median(values):.2f} s ({min(values):.2f}-{max(values):.2f})"

    def line(self, row):
        peer = f"{row['peer']} {self.spread(row['theirs'])}" if row["theirs"] else row["peer"]
        ratio = f"{statistics.median(row['ratios']):.2f}" if row["ratios"] else ""
        when = f"{datetime.date.today():%d/%m/%Y}, {len(row['ours'])}"
        return f"| {row['name']} | {self.spread(row['ours'])} | {peer} | {ratio} | {row['peak']:.0f} MB | {when} | {row['note']} |"

    def all(self):
        million = self.count(1_000_000)
        one = self.samples("one", million)
        [file] = self.batches(one)
        single = self.case(f"one file, {million:,} payments", self.whole_job(one), "xmllint --schema", self.xmllint(file))
        tenth = self.samples("tenth", self.count(100_000))
        self.case(f"one file, {self.count(100_000):,} payments", self.whole_job(tenth))
        self.case(
            f"check, {million:,} payments", lambda: Run([self.program, "check", str(file), "--now", NOW]), "xmllint --schema",
            self.xmllint(file))
        zipped = self.samples("zipped", million, "--zip")
        [archive] = self.batches(zipped)
        self.case(f"the same zipped", self.whole_job(zipped), "unzip -p, xmllint --schema", self.unzipped_xmllint(archive))

        partners = self.samples("partners", million, "--files", "527", "--partners", "527")
        base = single["ours"] if single else None
        row = self.case(f"527 files of 527 partners, {million:,} payments", self.whole_job(partners))
        if row and base:
            row["peer"], row["theirs"] = "the one file", base
            row["ratios"] = [a / b for a, b in zip(row["ours"], base)]
            print(self.line(row), flush=True)
        self.case("the same files again (replay)", self.replay(partners))
        self.case("the day's end: all reports of 527 partners", self.day_end(partners))

        small = self.count(53_000)
        files = self.samples("small", small * 20, "--files", str(small), "--partners", "527")
        self.case(
            f"{small:,} files of about 20 payments", self.whole_job(files), "naive.py", self.naive(files),
            lambda seconds: f"{small / seconds:,.0f} files a second")

        fifty = self.samples("fifty", self.count(50_000), "--seed", "77")
        self.case(f"{self.count(50_000):,} payments on a ledger of {10 * million:,}", *self.on_large_ledger(fifty, million))
        shutil.rmtree(self.folder)

    def replay(self, samples):
        def run():
            spool = self.spool(samples)
            self.run(spool)
            self.drop(samples, spool)
            return self.run(spool)
        return run

    def day_end(self, samples):
        def run():
            spool = self.spool(samples)
            self.run(spool)
            return self.run(spool, "2026-11-21T00:30:00+07:00")
        return run

    def naive(self, samples):
        def run():
            out = self.fresh("naive")
            os.sync()
            return Run([sys.executable, str(HERE / "naive.py"), str(samples), str(out)])
        return run

    def on_large_ledger(self, sample, payments):
        """Ours on a copy of a ledger of ten files, the peer ours on an empty one."""
        large = self.folder / "large"
        def make():
            spool = self.spool()
            for number in range(10):
                batch = self.samples("filling", payments, "--seed", str(100 + number))
                self.drop(batch, spool)
                self.run(spool)
                shutil.rmtree(batch)
            spool.rename(large)
        def ours():
            if not large.exists():
                make()
            spool = self.fresh("spool")
            subprocess.run([self.program, "init", str(spool)], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["cp", "-r", f"{large}/ledger/.", f"{spool}/ledger"], check=True)
            self.drop(sample, spool)
            return self.run(spool)
        return ours, "an empty ledger", self.whole_job(sample)

    # MARK: the table

    def table(self, before=""):
        """The rows of the cases that ran, in the place of theirs in the table before, or behind it."""
        rows = {line.split("|")[1].strip(): line for line in before.splitlines() if line.startswith("| ")}
        rows.pop("the whole job", None)
        rows |= {row["name"]: self.line(row) for row in self.rows}
        head = ["| the whole job | GiaoNhan | beside it | ratio | memory | day, rounds | |", "|---|---|---|---|---|---|---|"]
        cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
        words = (
            f"{os.cpu_count()} cores ({cpu}), Linux {platform.release()}: median (least-most); the ratio is the median of the rounds' ratios; "
            "memory is the daemon's and its reader's at one moment.")
        return "\n".join([BEGIN, "", *textwrap.wrap(words, 140), "", *head, *rows.values(), "", END])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--schema")
    parser.add_argument("--folder", help="where spools are made; it should be the disk that will be used")
    parser.add_argument("--write", help="the README whose table is renewed")
    arguments = parser.parse_args()
    bench = Bench(arguments)
    bench.all()
    print(bench.table())
    if arguments.write:
        path = pathlib.Path(arguments.write)
        start, rest = path.read_text().split(BEGIN)
        table, end = rest.split(END)
        path.write_text(start + bench.table(table) + end)


main()
