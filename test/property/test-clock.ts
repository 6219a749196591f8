const realNow = Date.now.bind(Date);
const beginsMs = Date.parse('2026-01-01T00:00:00Z');

/** The time of day of this thread, which stands still until a test moves it. Timers run as always. */
export class TestClock {
  #nowMs = beginsMs;

  static install(): TestClock {
    const clock = new TestClock();
    Date.now = () => clock.#nowMs;
    return clock;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Backward too, as clocks of machines do. */
  move(ms: number): void {
    this.#nowMs += ms;
  }

  uninstall(): void {
    Date.now = realNow;
  }
}
