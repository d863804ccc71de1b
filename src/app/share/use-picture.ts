import { useEffect, useState } from 'react';
import { useFailure } from '../../design/use-failure';
import type { Picture } from '../../diagram';
import { useSession } from '../session-context';
import { sharedPicture } from './shared-run';
import type { Shared } from './share-texts';

/** The picture of what is shared; undefined while it is drawn, or if nobody wants it. */
export function usePicture(shared: Shared, isWanted: boolean): Picture | undefined {
  const session = useSession();
  const fail = useFailure();
  const [picture, setPicture] = useState<Picture>();
  useEffect(() => {
    if (!isWanted) return;
    let isGone = false;
    sharedPicture(session, shared).then((drawn) => {
      if (!isGone) setPicture(drawn);
    }, fail);
    return () => {
      isGone = true;
    };
  }, [session, shared, isWanted, fail]);
  return picture;
}
