import type { AppendAnswer, StoredAppend } from './log-writer.js';

/** What the writer's thread is asked, and what it answers. */
export interface WriterCalls {
  readonly introduce: { readonly question: null; readonly answer: { readonly logId: string } };
  readonly appendAll: { readonly question: PackedAppends; readonly answer: Float64Array };
  readonly truncate: { readonly question: { readonly stream: string; readonly beforeRevision: number }; readonly answer: null };
  readonly tombstone: { readonly question: { readonly stream: string }; readonly answer: null };
  readonly close: { readonly question: null; readonly answer: null };
}

export type WriterQuestion = {
  [Kind in keyof WriterCalls]: { readonly kind: Kind; readonly number: number; readonly question: WriterCalls[Kind]['question'] };
}[keyof WriterCalls];

export type WriterFault =
  | { readonly kind: 'storage-full' | 'store-unavailable'; readonly message: string }
  | { readonly kind: 'stream-tombstoned'; readonly stream: string };

export type WriterReply =
  | { readonly number: number; readonly answer: WriterCalls[keyof WriterCalls]['answer'] }
  | { readonly number: number; readonly fault: WriterFault };

/** Many appends as three flat things, because a message of a few large values costs a fraction of one of many small objects. */
export interface PackedAppends {
  /** For each append its expected revision and number of events, for each event the lengths of facts and body. */
  readonly numbers: readonly number[];
  /** For each append its stream, for each event its id, type and header. */
  readonly texts: readonly string[];
  /** Facts and body of each event, one after another; on memory of its own, so that it is handed over and not copied. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export function packAppends(appends: readonly StoredAppend[]): PackedAppends {
  const numbers: number[] = [];
  const texts: string[] = [];
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const { stream, expectedRevision, events } of appends) {
    numbers.push(expectedRevision, events.length);
    texts.push(stream);
    for (const { eventId, type, header, facts, body } of events) {
      numbers.push(facts.length, body.length);
      texts.push(eventId, type, header);
      parts.push(facts, body);
      length += facts.length + body.length;
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { numbers, texts, bytes };
}

export function unpackAppends({ numbers, texts, bytes }: PackedAppends): StoredAppend[] {
  const appends: StoredAppend[] = [];
  let number = 0;
  let text = 0;
  let at = 0;
  const part = (): Uint8Array => bytes.subarray(at, (at += numbers[number++]!));
  while (number < numbers.length) {
    const expectedRevision = numbers[number++]!;
    const count = numbers[number++]!;
    const stream = texts[text++]!;
    const events = Array.from({ length: count }, () => {
      return { eventId: texts[text++]!, type: texts[text++]!, header: texts[text++]!, facts: part(), body: part() };
    });
    appends.push({ stream, expectedRevision, events });
  }
  return appends;
}

const outcomes = ['appended', 'revision-has-moved', 'stream-tombstoned'] as const;
const numbersInAnswer = 5;

/** Five numbers for each answer: which outcome, then its fields. */
export function packAnswers(answers: readonly AppendAnswer[]): Float64Array {
  const packed = new Float64Array(answers.length * numbersInAnswer);
  answers.forEach((answer, index) => {
    packed.set([outcomes.indexOf(answer.outcome), ...fieldsOf(answer)], index * numbersInAnswer);
  });
  return packed;
}

export function unpackAnswer(packed: Float64Array, index: number): AppendAnswer {
  const at = index * numbersInAnswer;
  const outcome = outcomes[packed[at]!]!;
  if (outcome === 'stream-tombstoned') return { outcome };
  if (outcome === 'revision-has-moved') return { outcome, actualRevision: packed[at + 1]! };
  return {
    outcome,
    firstRevision: packed[at + 1]!,
    lastRevision: packed[at + 2]!,
    place: packed[at + 3]!,
    timeMs: packed[at + 4]!,
  };
}

function fieldsOf(answer: AppendAnswer): readonly number[] {
  if (answer.outcome === 'stream-tombstoned') return [];
  if (answer.outcome === 'revision-has-moved') return [answer.actualRevision];
  return [answer.firstRevision, answer.lastRevision, answer.place, answer.timeMs];
}
