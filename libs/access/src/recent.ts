/** The values last put, at most `max` of them; the one that was put first goes first. */
export class Recent<Value> {
  private readonly values = new Map<string, Value>();

  constructor(private readonly max: number) {}

  get(key: string): Value | undefined {
    return this.values.get(key);
  }

  put(key: string, value: Value): void {
    this.values.set(key, value);
    const oldest = this.values.size > this.max ? this.values.keys().next().value : undefined;
    if (oldest !== undefined) this.values.delete(oldest);
  }
}
