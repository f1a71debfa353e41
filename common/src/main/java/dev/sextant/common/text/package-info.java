/** Text for people: what messages, reports and pages of all modules share. */
package dev.sextant.common.text;
