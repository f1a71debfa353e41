/**
 * The embedded PostgreSQL server, which Sextant runs itself if no other database is named: {@link
 * dev.sextant.sql.server.EmbeddedServer}.
 */
package dev.sextant.sql.server;
