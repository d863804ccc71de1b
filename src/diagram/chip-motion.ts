/** What moves a chip; fetched when the first one moves. */
export { animate } from 'framer-motion';
