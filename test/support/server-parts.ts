export { readConfig, type Config } from '@datakeep/server/config';
export { createHttpServer } from '@datakeep/server/http-server';
export { openRepository, type Repository } from '@datakeep/server/repository';
