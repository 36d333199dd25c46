#!/usr/bin/env python3
"""How long a small file waits while others keep the daemon busy, how long a look at a full inbox takes, and what memory that needs.

Three partners: the second has so many files waiting, the first's one large file is in work, and the third renames a file of ten payments
into its inbox each second. Its time runs from the rename to the XN in its outbox. Beside it stand the steps of the large file and the
processor's seconds, since on a machine that does other work too these say more than the clock.

    fairness.py PROGRAM [--files N] [--large N] [--folder FOLDER]
    fairness.py PROGRAM --inbox N [--folder FOLDER]

With --inbox it measures the looks at one inbox of N tiny files instead: while they settle, and until they are answered.
"""
import argparse, os, pathlib, shutil, signal, subprocess, sys, tempfile, time

NOW = "2026-11-20T17:30:00+07:00"
TICK = os.sysconf("SC_CLK_TCK")


class Daemon:
    """`giaonhan run`, with its log; the reader's process is its child."""

    def __init__(self, program, spool, folder, *options):
        self.log = folder / "log"
        command = [program, "run", "--spool", str(spool), "--log-format", "json", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=open(self.log, "w"))
        self.read = open(self.log)

    def pids(self):
        pids = [self.process.pid]
        for one in pids:
            # A child belongs to the thread that began it.
            for children in pathlib.Path(f"/proc/{one}/task").glob("*/children"):
                try:
                    pids += [int(child) for child in children.read_text().split()]
                except (FileNotFoundError, ProcessLookupError):
                    pass
        return pids

    def peaks(self):
        """VmHWM in MB, of the daemon and of its children."""
        peaks = []
        for pid in self.pids():
            try:
                status = open(f"/proc/{pid}/status").read()
                peaks.append(int(status.split("VmHWM:")[1].split()[0]) / 1024)
            except (FileNotFoundError, IndexError):
                pass
        return peaks

    def processor(self):
        """Seconds of the processor so far, children that live included."""
        seconds = 0
        for pid in self.pids():
            try:
                fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
                seconds += (int(fields[11]) + int(fields[12])) / TICK
            except FileNotFoundError:
                pass
        return seconds

    def news(self):
        """The lines since the last time."""
        return self.read.read().splitlines()

    def wait(self, what, condition, most=1800):
        end = time.monotonic() + most
        while not condition():
            if self.process.poll() is not None:
                sys.exit(f"the daemon ended while waiting for {what}:\n{self.log.read_text()[-2000:]}")
            if time.monotonic() > end:
                sys.exit(f"waited for {most} s for {what}")
            time.sleep(0.01)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Fairness:
    def __init__(self, arguments):
        self.program = str(pathlib.Path(arguments.program).resolve())
        self.arguments = arguments
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="giaonhan-fairness-", dir=arguments.folder))

    def sample(self, name, payments, files, seed):
        """A sample of three partners, whose files go to them in turns. Of more payments the registry only has more collectors."""
        out = self.folder / name
        command = [self.program, "sample", str(out), "--payments", str(payments), "--files", str(files), "--partners", "3"]
        subprocess.run([*command, "--seed", str(seed), "--date", "20261120"], check=True, stdout=subprocess.DEVNULL)
        return out

    def batches(self, sample, partner):
        return sorted((sample / "partners" / partner / "inbox").iterdir())

    def spool(self, *samples):
        """A new spool that knows the partners and collectors of all samples."""
        path = self.folder / "spool"
        subprocess.run([self.program, "init", str(path)], check=True, stdout=subprocess.DEVNULL)
        for sample in samples:
            shutil.copytree(sample / "agency", path / "agency", dirs_exist_ok=True)
        command = [self.program, "run", "--spool", str(path), "--once", "--settle", "0", "--log-level", "error", "--now", NOW]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return path

    def busy(self):
        count = self.arguments.files
        many = self.sample("many", count * 3 * 20, count * 3, 11)
        partners = sorted(path.name for path in (many / "partners").iterdir())
        alone = self.sample("large", self.arguments.large, 1, 12)
        large = self.batches(alone, partners[0])[0]
        small = self.batches(self.sample("small", 10 * 3 * 100, 3 * 100, 13), partners[2])
        spool = self.spool(many, alone)
        inboxes = [spool / "partners" / partner / "inbox" for partner in partners]
        for file in self.batches(many, partners[1]):
            shutil.move(file, inboxes[1] / file.name)
        shutil.move(large, inboxes[0] / ".large")
        for file in small:
            shutil.move(file, inboxes[2] / ("." + file.name))
        os.sync()

        daemon = Daemon(self.program, spool, self.folder, "--now", NOW)
        outboxes = [spool / "partners" / partner / "outbox" for partner in partners]
        answered = lambda place: [name for name in os.listdir(outboxes[place]) if name.endswith("_XN.xml")]
        daemon.wait("the first of the many", lambda: answered(1))
        flowing = time.monotonic()
        os.rename(inboxes[0] / ".large", inboxes[0] / large.name)
        steps = [("dropped", time.monotonic(), daemon.processor())]

        # One file of ten payments a second, until the large one is answered.
        dropped, seconds = {}, []
        left = [file.name for file in small]
        def look():
            for name in list(dropped):
                if any(answer.startswith(name.removesuffix(".xml") + "_TN") for answer in answered(2)):
                    seconds.append(time.monotonic() - dropped.pop(name))
            for line in daemon.news():
                if f'"file":"{large.name}"' not in line:
                    continue
                for step, name in (("claim", "claimed"), ("post", "posted")):
                    if f'"step":"{step}"' in line:
                        steps.append((name, time.monotonic(), daemon.processor()))
            if len(steps) == 3 and any(".xml" in name for name in os.listdir(outboxes[0])):
                steps.append(("answered", time.monotonic(), daemon.processor()))
        following = time.monotonic()
        while len(steps) < 4 or dropped:
            daemon.wait("a look", lambda: True)
            if len(steps) in (2, 3) and left and time.monotonic() >= following:
                name = left.pop(0)
                os.rename(inboxes[2] / ("." + name), inboxes[2] / name)
                dropped[name] = time.monotonic()
                following = dropped[name] + 1
            look()
            time.sleep(0.02)
        waiting = count - len(answered(1))
        print(f"{len(seconds)} files of ten payments, one a second while {self.arguments.large:,} payments of another were in work and "
              f"{waiting:,} of {count:,} files of a third still waited at the end:")
        seconds.sort()
        print(f"  answered after {seconds[len(seconds) // 2]:.2f} s (median), {seconds[-1]:.2f} s (longest)")
        for before, after in zip(steps, steps[1:]):
            print(f"  the large file, {before[0]} to {after[0]}: {after[1] - before[1]:.1f} s, processor {after[2] - before[2]:.1f} s")
        daemon.wait("the many", lambda: time.sleep(0.5) or len(answered(1)) == count)
        print(f"  all {count:,} files answered {time.monotonic() - flowing:.1f} s after the first, processor {daemon.processor():.1f} s")
        print("  peak memory (VmHWM): " + " + ".join(f"{peak:.0f} MB" for peak in daemon.peaks()) + " (daemon, its reader)")
        daemon.stop()

    def full_inbox(self):
        count = self.arguments.inbox
        sample = self.sample("sample", 3, 3, 11)
        spool = self.spool(sample)
        partner = sorted(path.name for path in (sample / "partners").iterdir())[0]
        inbox = spool / "partners" / partner / "inbox"
        for number in range(count):
            (inbox / f"tiny-{number:06}.xml").write_bytes(b"<a/>")
        os.sync()
        daemon = Daemon(self.program, spool, self.folder, "--now", NOW, "--settle", "30", "--poll", "5")
        outbox = spool / "partners" / partner / "outbox"
        time.sleep(28)
        spent = daemon.processor()
        print(f"{count:,} files settle: processor {spent:.1f} s for 28 s and the start, "
              f"memory {' + '.join(f'{peak:.0f} MB' for peak in daemon.peaks())}", flush=True)
        began = time.monotonic()
        answers = lambda: sum(name.endswith("_TC.xml") for name in os.listdir(outbox))
        daemon.wait("all answers", lambda: time.sleep(0.5) or answers() == count, 3600)
        print(f"all answered after {time.monotonic() - began:.0f} s more, processor {daemon.processor() - spent:.0f} s, "
              f"peak memory {' + '.join(f'{peak:.0f} MB' for peak in daemon.peaks())} (daemon, its reader)")
        daemon.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--inbox", type=int, default=0)
    parser.add_argument("--folder", help="where the spool is made; it should be the disk that will be used")
    arguments = parser.parse_args()
    fairness = Fairness(arguments)
    try:
        fairness.full_inbox() if arguments.inbox else fairness.busy()
    finally:
        shutil.rmtree(fairness.folder)


main()
