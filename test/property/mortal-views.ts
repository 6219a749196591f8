import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { inspect } from 'node:util';
import type { EventStore } from '@datakeep/event-store';
import { projectedStreams } from '@datakeep/kernel';
import { runProjector } from '@datakeep/projector';
import type { Batch, ViewChange, ViewWriter } from '@datakeep/view-store';
import { openSqliteViewWriter } from '@datakeep/view-store-sqlite';
import { Difference } from './difference.js';
import { projections, sourceOf, viewDeclarations } from '../support/memory-repository.js';

/** Where in a batch the projector is killed. */
export type Death = 'before' | 'inside' | 'after';

class Killed extends Error {
  override readonly name = 'Killed';
}

/** The parts of a file of views; together they are the views at one checkpoint. */
const parts = ['', '-wal'] as const;

/** A file of views and the projector that writes it, which can be killed in the middle of a batch and is started again then. */
export class MortalViews {
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #death: Death | undefined;

  constructor(
    private readonly log: EventStore,
    readonly file: string,
  ) {}

  /** The next batch of the projector is its last one. */
  dies(death: Death): void {
    this.#death = death;
  }

  async start(): Promise<void> {
    this.#stop = new AbortController();
    const writer = await this.#open();
    this.#running = this.#live(writer, this.#stop.signal);
    // Whoever does not wait for it is told by what the views answer.
    this.#running.catch(() => undefined);
  }

  /** Rejects when the projector died of something else than its fate; for whoever waits for the views. */
  get died(): Promise<never> {
    return this.#running.then(() => new Promise<never>(() => undefined));
  }

  /** Ends the projector; throws what it died of. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Keeps the views as they are now, beside the file. Nobody may write meanwhile, which one thread sees to. */
  keep(): void {
    for (const part of parts) if (existsSync(this.file + part)) copyFileSync(this.file + part, `${this.file}-kept${part}`);
  }

  /** Loses the views; `kept` puts those back that were kept. Nobody may have the file open. */
  lose(what: 'all' | 'since kept'): void {
    for (const part of [...parts, '-shm']) rmSync(this.file + part, { force: true });
    for (const part of what === 'all' ? [] : parts) {
      if (existsSync(`${this.file}-kept${part}`)) copyFileSync(`${this.file}-kept${part}`, this.file + part);
    }
  }

  async #live(first: ViewWriter, signal: AbortSignal): Promise<void> {
    for (let writer = first; ; writer = await this.#open()) {
      try {
        const views = this.#mortal(writer, signal);
        await runProjector({ log: this.log, views, projections, streamPrefixes: projectedStreams, signal });
        return;
      } catch (error) {
        if (!(error instanceof Killed)) throw new Difference(`the projector died: ${inspect(error)}`);
      } finally {
        await writer.close();
      }
    }
  }

  async #open(): Promise<ViewWriter> {
    return openSqliteViewWriter({ file: this.file, declarations: viewDeclarations, log: await sourceOf(this.log) });
  }

  #mortal(writer: ViewWriter, signal: AbortSignal): ViewWriter {
    const end = aborted(signal);
    return {
      hold: () => writer.hold(),
      apply: (batch) => this.#apply(writer, batch),
      // It rests as always, and not when it shall end.
      wanted: (options) => Promise.race([writer.wanted(options), end]),
      close: () => writer.close(),
    };
  }

  async #apply(writer: ViewWriter, batch: Batch): Promise<void> {
    const death = batch.changes.length > 0 ? this.#death : undefined;
    if (death === undefined) return writer.apply(batch);
    this.#death = undefined;
    if (death === 'after') await writer.apply(batch);
    if (death === 'inside') await writer.apply({ ...batch, changes: [...batch.changes, lastChange()] });
    throw new Killed();
  }
}

/** A change at which whoever applies it is killed. */
function lastChange(): ViewChange {
  return {
    get change(): 'put-entry' {
      throw new Killed();
    },
    view: '',
    entry: {},
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
