import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DemoFailed } from './demo-failed.js';
import type { RunningServer } from './options.js';

/** What the demo has to know to make a workspace, and to print lines that work without showing a token. */
export interface Owner {
  readonly token: string;
  readonly serverOwnerWorkspaceId: string;
  /** A word for a shell that becomes the token. */
  readonly tokenForShell: string;
}

/** The owner that the first start of a server wrote into its folder; throws DemoFailed when it is not there or is no owner.json. */
export function ownerIn(folder: string): Owner {
  const path = join(folder, 'owner.json');
  const { token, serverOwnerWorkspaceId } = parsed(path);
  if (typeof token !== 'string' || typeof serverOwnerWorkspaceId !== 'string')
    throw new DemoFailed(`${path} is not what a server's first start wrote: it must have token and serverOwnerWorkspaceId`);
  return { token, serverOwnerWorkspaceId, tokenForShell: `$(node -p 'require(process.argv[1]).token' ${quoted(path)})` };
}

/** The owner of a running server: as the environment says, and what it does not say from owner.json. */
export function ownerOf({ dataFolder, token, serverOwnerWorkspaceId }: RunningServer): Owner {
  if (token === undefined) return ownerIn(dataFolder);
  return {
    token,
    serverOwnerWorkspaceId: serverOwnerWorkspaceId ?? ownerIn(dataFolder).serverOwnerWorkspaceId,
    tokenForShell: '$DATAKEEP_TOKEN',
  };
}

function parsed(path: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(readFileSync(path, 'utf8'))) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new DemoFailed(
      `${path} cannot be read (${code ?? 'not JSON'}); DATAKEEP_DATA names its folder, or set DATAKEEP_TOKEN and DATAKEEP_SERVER_OWNER`,
    );
  }
}

/** A word for a POSIX shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
