import { unreachable } from '@datakeep/kernel';
import type { ViewChange } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { AccessChanges } from './access-changes.js';
import { defineAccessSet, EntryChanges, raiseNewest } from './entry-changes.js';
import { EventChanges, noteTime } from './event-changes.js';
import { parkStream } from './parked.js';
import { RowChanges } from './row-changes.js';
import type { Tables } from './tables.js';
import { viewOf } from './tables.js';
import { TreeChanges } from './tree-changes.js';

/** What applies one change inside the caller's transaction. Its errors: TypeError for what no declaration knows. */
export function changeApplier(connection: Connection, tables: Tables): (change: ViewChange) => void {
  const rows = new Map([...tables.rows.values()].map((table) => [table.name, new RowChanges(connection, table)]));
  const trees = new Map([...tables.rows.values()].map((table) => [table.name, new TreeChanges(connection, table)]));
  const access = new Map([...tables.rows.values()].map((table) => [table.name, new AccessChanges(connection, table)]));
  const events = new Map([...tables.events.values()].map((view) => [view.name, new EventChanges(connection, view, tables)]));
  const entries = new Map([...tables.entries.values()].map((view) => [view.name, new EntryChanges(connection, view)]));
  return (change) => {
    switch (change.change) {
      case 'open-row':
        viewOf(rows, change.view).open(change);
        return;
      case 'close-row':
        viewOf(rows, change.view).close(change);
        return;
      case 'close-tree':
        viewOf(trees, change.view).close(change);
        return;
      case 'reopen-tree':
        viewOf(trees, change.view).reopen(change);
        return;
      case 'move-tree':
        viewOf(trees, change.view).move(change);
        return;
      case 'change-access':
        viewOf(access, change.view).change(change);
        return;
      case 'put-entry':
        viewOf(entries, change.view).put(change);
        return;
      case 'raise-newest':
        viewOf(tables.newest, change.view);
        raiseNewest(connection, change);
        return;
      case 'define-access-set':
        defineAccessSet(connection, change);
        return;
      case 'note-event':
        viewOf(events, change.view).note(change);
        return;
      case 'note-time':
        viewOf(tables.times, change.view);
        noteTime(connection, change);
        return;
      case 'park-stream':
        parkStream(connection, change);
        return;
      default:
        unreachable(change);
    }
  };
}
