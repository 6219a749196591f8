import type { OpenedEvent } from '@datakeep/kernel';
import type { Fate } from './mortal-store.js';
import type { Death } from './mortal-views.js';

/** What came back; `body` is the text. A process that was killed meanwhile answers with status 0. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly location: string | undefined;
  readonly position: string | undefined;
}

export interface Asked {
  readonly method: 'GET' | 'POST';
  /** Below the workspace. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Someone who asks: a user of the workspace and his token. */
export interface Asker {
  readonly userId: string;
  readonly token: string;
}

/** A repository with all that serves it, in which a run takes place. */
export interface World {
  readonly workspaceId: string;
  readonly clock: { readonly nowMs: number; move(ms: number): void };
  /** What processes logged that nobody killed. */
  readonly faults: readonly string[];
  readonly processCount: number;
  /** Place of the last event that `news` gave. */
  readonly head: number;
  /** The owner and others, all users of the owner's workspace. */
  people(count: number): Promise<readonly Asker[]>;
  ask(process: number, asked: Asked, asker: Asker): Promise<Reply>;
  /** What a process meets at one of its next appends. */
  meets(process: number, fate: Fate): void;
  /** Whether the process came past what it was to meet; it does not meet it any more. */
  escapes(process: number): boolean;
  /** A killed process is there again, and knows nothing. */
  restart(process: number): Promise<void>;
  /** The projector dies in its next batch, and another one goes on. */
  projectorDies(death: Death): void;
  /** All is killed, and the views are lost: all, or what came since they were kept. */
  loseViews(what: 'all' | 'since kept'): Promise<void>;
  keepViews(): void;
  /** Waits until the views have all that is in the log. */
  reached(): Promise<void>;
  /** The events behind those that it gave before. */
  news(): Promise<readonly OpenedEvent[]>;
  positionOf(place: number): string;
  placeOf(position: string): number;
  /** Ends all, and gives the rows of the views as they are and as they are when they are built from the log alone. */
  rebuilt(): Promise<{ readonly live: readonly string[]; readonly rebuilt: readonly string[] }>;
  close(): Promise<void>;
}
