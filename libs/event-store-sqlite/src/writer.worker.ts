import { parentPort, workerData } from 'node:worker_threads';
import { StorageFull, StoreUnavailable, StreamTombstoned } from '@datakeep/event-store';
import { unreachable } from '@datakeep/kernel';
import { openCommitChannel } from './commit-channel.js';
import { closeLogForWriting, openLogForWriting, type WriteOptions } from './log-file.js';
import { readLogId } from './log-tables.js';
import { LogWriter } from './log-writer.js';
import { packAnswers, unpackAppends, type WriterFault, type WriterQuestion, type WriterReply } from './writer-messages.js';

export interface WriterSettings extends WriteOptions {
  readonly folder: string;
}

if (parentPort === null) throw new Error('the writer runs in a worker thread');
const port = parentPort;
const settings = workerData as WriterSettings;
const db = openLogForWriting(settings.folder, settings);
const logId = readLogId(db);
const log = new LogWriter(db);
const committed = openCommitChannel(logId);

port.on('message', (question: WriterQuestion) => {
  const before = log.place;
  port.postMessage(replyTo(question));
  if (log.place > before) committed.postMessage(log.place);
  if (question.kind === 'close') port.close();
});

function replyTo(asked: WriterQuestion): WriterReply {
  try {
    return { number: asked.number, answer: answerTo(asked) };
  } catch (error) {
    return { number: asked.number, fault: faultFor(error) };
  }
}

function answerTo(asked: WriterQuestion): { readonly logId: string } | Float64Array | null {
  switch (asked.kind) {
    case 'introduce':
      return { logId };
    case 'appendAll':
      return packAnswers(log.appendAll(unpackAppends(asked.question)));
    case 'truncate':
      log.truncate(asked.question.stream, asked.question.beforeRevision);
      return null;
    case 'tombstone':
      log.tombstone(asked.question.stream);
      return null;
    case 'close':
      committed.close();
      closeLogForWriting(db);
      return null;
    default:
      return unreachable(asked);
  }
}

function faultFor(error: unknown): WriterFault {
  if (error instanceof StorageFull) return { kind: 'storage-full', message: error.message };
  if (error instanceof StoreUnavailable) return { kind: 'store-unavailable', message: error.message };
  if (error instanceof StreamTombstoned) return { kind: 'stream-tombstoned', stream: error.stream };
  // A mistake of the program ends the thread, and with it everything that waits for it.
  throw error;
}
