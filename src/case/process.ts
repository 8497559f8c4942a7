// Which process this is and whether another one still runs: what a lock needs to know about the machine.
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from './files.ts';

export interface ProcessPort {
  readonly pid: number;
  readonly host: string;
  /** A mark of when a process of this host began, by which a reused pid is told apart; `unknown` where the system does not say. `undefined`: no such process. */
  startOf(pid: number): string | undefined;
  /** Milliseconds of the machine's own clock, the one that stamps files. */
  now(): number;
  /** Calls `tick` now and then until the returned function is called; does not keep the process alive. */
  every(ms: number, tick: () => void): () => void;
}

export const thisProcess: ProcessPort = {
  pid: process.pid,
  host: hostname(),
  startOf: (pid) => {
    try { process.kill(pid, 0); } catch (error) {
      if (codeOf(error) === 'ESRCH') return undefined;
      if (codeOf(error) !== 'EPERM') throw error;
    }
    return startMark(pid);
  },
  now: () => Date.now(),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms);
    timer.unref();
    return () => { clearInterval(timer); };
  },
};

// Linux: the boot and the tick at which the process began. The command's name, in brackets, may itself hold spaces and brackets.
function startMark(pid: number): string {
  if (process.platform !== 'linux') return 'unknown';
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ESRCH'].includes(codeOf(error))) return 'unknown';
    throw error;
  }
}
