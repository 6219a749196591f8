import type { ViewStore } from '@datakeep/view-store';

/** Views behind a projector that stands still: who waits for them hears at once that they did not come. */
export function standingViews(views: ViewStore): ViewStore {
  return {
    system: views.system,
    reader: (reader) => views.reader(reader),
    position: () => views.position(),
    reached: async (place) => (await views.position()) >= place,
    close: () => views.close(),
  };
}
