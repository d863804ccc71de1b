/** What panels and sheets need of framer-motion: animation and dragging, no layout measuring. */
export { domMax as features } from 'framer-motion';
