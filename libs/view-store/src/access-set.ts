export { accessSetOf } from '@datakeep/kernel';
