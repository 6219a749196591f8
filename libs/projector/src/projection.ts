import type { OpenedEvent } from '@datakeep/kernel';
import type { ViewChange } from '@datakeep/view-store';

/** A pure function from one event to changes of views; it answers an empty list for events that are none of its business. */
export type Projection = (event: OpenedEvent) => readonly ViewChange[];
