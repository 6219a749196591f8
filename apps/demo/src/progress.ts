const barWidth = 30;
/** ECMA-48, EL: a line that became shorter leaves nothing of the longer one. */
const clearToEnd = '\x1b[K';

/** A bar that is drawn again in its own line on a terminal, and a line for every ten percent anywhere else. */
export class Progress {
  #tenthsTold = 0;
  #policies = 0;
  #instances = 0;
  #commands = 0;

  constructor(
    private readonly policyCount: number,
    private readonly out: { readonly isTTY?: boolean; write(text: string): unknown },
    private readonly startedMs = performance.now(),
  ) {}

  /** One policy more is saved, with so many instances by so many commands. */
  saved({ instances, commands }: { readonly instances: number; readonly commands: number }): void {
    this.#policies += 1;
    this.#instances += instances;
    this.#commands += commands;
    if (this.out.isTTY === true) this.#draw();
    else this.#tell();
  }

  /** Tells what was saved, and in how long. */
  end(): void {
    const saved = `${counted(this.#policies)} policies, ${counted(this.#instances)} instances, ${counted(this.#commands)} commands`;
    this.out.write(`${saved} in ${this.#seconds.toFixed(1)} s, ${counted(this.#perSecond)} commands/s\n`);
  }

  get #seconds(): number {
    return (performance.now() - this.startedMs) / 1_000;
  }

  get #perSecond(): number {
    return Math.round(this.#commands / this.#seconds);
  }

  #draw(): void {
    const filled = Math.floor((barWidth * this.#policies) / this.policyCount);
    const bar = '#'.repeat(filled).padEnd(barWidth, '.');
    const end = this.#policies === this.policyCount ? '\n' : '';
    this.out.write(`\r[${bar}] ${this.#line()}${clearToEnd}${end}`);
  }

  #tell(): void {
    const tenths = Math.floor((10 * this.#policies) / this.policyCount);
    if (tenths === this.#tenthsTold) return;
    this.#tenthsTold = tenths;
    this.out.write(`${this.#line()}\n`);
  }

  #line(): string {
    const percent = Math.floor((100 * this.#policies) / this.policyCount);
    const of = `${counted(this.#policies)} of ${counted(this.policyCount)} policies`;
    return `${String(percent).padStart(3)}% ${of}, ${counted(this.#instances)} instances, ${counted(this.#perSecond)} commands/s`;
  }
}

/** 12,345 */
function counted(count: number): string {
  return count.toLocaleString('en-GB');
}
