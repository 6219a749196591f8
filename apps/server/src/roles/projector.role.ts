import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The projector ended without having been stopped; its cause says on which event, if it was one. */
export class ProjectorDied extends Error {
  override readonly name = 'ProjectorDied';
}

export interface ProjectorRole {
  /** Rejects when the projector dies without having been stopped. */
  readonly died: Promise<never>;
  stop(): Promise<void>;
}

/** Starts the projector in a worker thread and waits until the views can be opened. */
export async function startProjector(dataFolder: string): Promise<ProjectorRole> {
  const worker = new Worker(new URL('./projector.worker.js', import.meta.url), { workerData: { dataFolder } });
  let stopping = false;
  const died = new Promise<never>((_, reject) => {
    worker.once('error', (cause) => {
      reject(new ProjectorDied('the projector stopped', { cause }));
    });
    worker.once('exit', (code) => {
      if (!stopping) reject(new ProjectorDied(`the projector stopped with code ${String(code)}`));
    });
  });
  died.catch(() => undefined);
  await Promise.race([once(worker, 'message'), died]);
  const exited = once(worker, 'exit');
  return {
    died,
    stop: async () => {
      stopping = true;
      worker.postMessage('stop');
      await exited;
    },
  };
}
