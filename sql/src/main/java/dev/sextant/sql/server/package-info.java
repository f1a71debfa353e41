/**
 * The PostgreSQL server that Sextant runs itself when no other is named: {@link dev.sextant.sql.server.EmbeddedServer}.
 */
package dev.sextant.sql.server;
