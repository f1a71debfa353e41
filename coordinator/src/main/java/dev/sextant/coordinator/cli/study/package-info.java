/**
 * Commands on studies and their database: {@code demo}, {@code init}, {@code sweep}, {@code resume}, {@code stop}, {@code list},
 * {@code status}, {@code trials}, {@code show}, {@code best}, {@code importance}, {@code validate}, {@code export},
 * {@code delete}, {@code db}. The class of a command is its name followed by {@code Command}.
 */
package dev.sextant.coordinator.cli.study;
