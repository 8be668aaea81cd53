/** A receiver of events: an emitter of these, perhaps of others too. */
export interface EventSink<Events extends Record<keyof Events, [object]>> {
  emit<Name extends keyof Events>(name: Name, ...payload: Events[Name]): unknown;
}
