import { type Disposable, Emitter } from '../../../src/core/base/event.ts';
import type { FollowedSetting } from '../../../src/core/lifecycle/preferences.ts';
import type { EditorEvents } from '../../../src/core/lifecycle/session.ts';
import { unexpected } from './unexpected.ts';

/** An editor in which nothing happens but what a test lets happen. */
export class FakeEditorEvents implements EditorEvents {
  readonly focus = new Emitter<boolean>(unexpected);
  readonly trust = new Emitter<void>(unexpected);
  readonly setting = new Emitter<FollowedSetting>(unexpected);
  readonly secrets = new Emitter<void>(unexpected);
  readonly extensions = new Emitter<void>(unexpected);

  onFocusChange(listener: (focused: boolean) => void): Disposable {
    return this.focus.on(listener);
  }

  onTrustGranted(listener: () => void): Disposable {
    return this.trust.on(listener);
  }

  /** For the preferences. */
  onSettingChange(id: FollowedSetting, listener: () => void): Disposable {
    return this.setting.on((changed) => {
      if (changed === id) listener();
    });
  }

  onSecretsChange(listener: () => void): Disposable {
    return this.secrets.on(listener);
  }

  onExtensionsChange(listener: () => void): Disposable {
    return this.extensions.on(listener);
  }
}
