/** One save that a client sent, and what it heard of it. Its XML holds its number, so bytes tell which save they are from. */
export interface SentSave {
  readonly number: number;
  readonly xml: string;
  /** Undefined for a create whose id the server makes. */
  readonly chosenId: string | undefined;
  /** `unknown`: the server went away before its answer. */
  outcome: 'unknown' | 'refused' | 'acknowledged';
  answer: { readonly instanceId: string; readonly dataVersion: number; readonly commandId: string } | undefined;
}

/** Everything that was sent over all rounds. */
export class Ledger {
  readonly saves: SentSave[] = [];
  /** Answers that were neither an acknowledgement nor a version that had moved. */
  readonly surprises: string[] = [];
  acknowledged = 0;
  #waiting: { readonly count: number; readonly resolve: () => void } | undefined;

  send(chosenId: string | undefined, text: string): SentSave {
    const number = this.saves.length;
    const xml = `<record number="${String(number)}">${text}</record>`;
    const save: SentSave = { number, xml, chosenId, outcome: 'unknown', answer: undefined };
    this.saves.push(save);
    return save;
  }

  acknowledge(save: SentSave, answer: NonNullable<SentSave['answer']>): void {
    save.outcome = 'acknowledged';
    save.answer = answer;
    this.acknowledged += 1;
    if (this.#waiting !== undefined && this.acknowledged >= this.#waiting.count) this.#waiting.resolve();
  }

  /** Resolves when that many were acknowledged since the beginning; one waits at a time. */
  reached(count: number): Promise<void> {
    return new Promise((resolve) => (this.#waiting = { count, resolve }));
  }

  /** The save that bytes are from; undefined for bytes that nobody sent. */
  saveOf(bytes: Buffer): SentSave | undefined {
    const number = /^<record number="(\d+)">/.exec(bytes.toString('latin1'))?.[1];
    const save = number === undefined ? undefined : this.saves[Number(number)];
    return save !== undefined && bytes.equals(Buffer.from(save.xml)) ? save : undefined;
  }
}
