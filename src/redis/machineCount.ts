/**
 * Number of machines that share the store. The store announces arrivals on one connection and answers
 * heartbeats on another, so an answer may come after a later announcement.
 */
export class MachineCount {
  readonly #onChange: () => void;
  #value = 1;
  #announcements = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Including this machine. */
  get value(): number {
    return this.#value;
  }

  announced(machines: number): void {
    this.#announcements += 1;
    this.#set(machines);
  }

  /** Call before a heartbeat is sent. @returns takes its answer, unless an announcement came meanwhile */
  asked(): (machines: number) => void {
    const before = this.#announcements;
    return (machines) => {
      if (this.#announcements === before) this.#set(machines);
    };
  }

  #set(machines: number): void {
    if (machines === this.#value) return;
    this.#value = machines;
    this.#onChange();
  }
}
