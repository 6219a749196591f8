import type { ReaderViews, ViewStore } from '@datakeep/view-store';

/** The same views, and the names of the calls that readers make to them. */
export function countedViews(views: ViewStore): { readonly views: ViewStore; readonly calls: string[] } {
  const calls: string[] = [];
  const counted = (real: ReaderViews): ReaderViews =>
    new Proxy(real, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...asked: unknown[]) => unknown;
        return (...asked: unknown[]) => {
          calls.push(String(name));
          return method.apply(target, asked);
        };
      },
    });
  return {
    calls,
    views: {
      system: views.system,
      reader: (reader) => counted(views.reader(reader)),
      position: () => views.position(),
      reached: (place, options) => views.reached(place, options),
      close: () => views.close(),
    },
  };
}
