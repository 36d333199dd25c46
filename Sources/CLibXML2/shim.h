#ifndef GIAONHAN_CLIBXML2_SHIM_H
#define GIAONHAN_CLIBXML2_SHIM_H

// Debian's libxml2 shows ICU's headers to whoever includes it, and Foundation brings an ICU of its own: the two clash in one module.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/SAX2.h>
#include <libxml/dict.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>  // for the tests that hold the reader against the XSDs

/// The callbacks of one reader, as plain C functions; libxml2's own handler table has thirty-two, most of them for DTDs.
typedef struct {
  startElementNsSAX2Func startElement;
  endElementNsSAX2Func endElement;
  charactersSAXFunc characters;
  cdataBlockSAXFunc cdata;
  commentSAXFunc comment;
  processingInstructionSAXFunc instruction;
  startDocumentSAXFunc startDocument;
  void (*error)(void *state, int domain, int code, int level, const char *message);
} giaonhan_xml_callbacks;

/// Copies what matters of a structured error into plain arguments: the struct's layout and constness differ between versions.
static void giaonhan_xml_error(void *state, xmlErrorPtr error);

/// The state that libxml2 hands back to every callback: ours, with the error function first, so that the C side can reach it.
typedef struct {
  void (*error)(void *state, int domain, int code, int level, const char *message);
} giaonhan_xml_state_head;

static void giaonhan_xml_error(void *state, xmlErrorPtr error) {
  ((giaonhan_xml_state_head *)state)
      ->error(state, error->domain, error->code, error->level, error->message);
}

/// Names that many parsers know, to be filled before the first of these is made and not changed after it.
static inline xmlDictPtr giaonhan_xml_names_new(void) { return xmlDictCreate(); }

/// A name's interned copy: libxml2 hands the very same pointer to callbacks, so names are compared by address.
static inline const xmlChar *giaonhan_xml_intern(xmlDictPtr names, const char *name) {
  return xmlDictLookup(names, (const xmlChar *)name, -1);
}

/// A push parser that resolves nothing and fetches nothing: no DTD is loaded, no entity is substituted, no network, no huge
/// documents. Blank text goes through `characters` too, which spares libxml2 a guess per run of blanks. Names that it meets and that are
/// not among `names` are its own, and go with it.
static inline xmlParserCtxtPtr giaonhan_xml_new(void *state, giaonhan_xml_callbacks callbacks, xmlDictPtr names) {
  xmlSAXHandler handler = {0};
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = callbacks.startElement;
  handler.endElementNs = callbacks.endElement;
  handler.characters = callbacks.characters;
  handler.ignorableWhitespace = callbacks.characters;
  handler.cdataBlock = callbacks.cdata;
  handler.comment = callbacks.comment;
  handler.processingInstruction = callbacks.instruction;
  handler.startDocument = callbacks.startDocument;
  handler.serror = giaonhan_xml_error;
  xmlParserCtxtPtr context = xmlCreatePushParserCtxt(&handler, state, 0, 0, 0);
  if (!context) return 0;
  // A parser interns nothing before its first chunk.
  xmlDictPtr own = xmlDictCreateSub(names);
  if (!own) {
    xmlFreeParserCtxt(context);
    return 0;
  }
  xmlDictSetLimit(own, XML_MAX_DICTIONARY_LIMIT);
  xmlDictFree(context->dict);
  context->dict = own;
  xmlCtxtUseOptions(context, XML_PARSE_NONET);
  // Said rather than guessed from the first four bytes, which a first tag may not have: the caller lets nothing but UTF-8 through.
  context->charset = XML_CHAR_ENCODING_UTF8;
  return context;
}

/// The encoding that the XML declaration names when it is not UTF-8; NULL otherwise. libxml2 keeps the two cases in different fields.
static inline const char *giaonhan_xml_foreign_encoding(xmlParserCtxtPtr context) {
  const xmlChar *declared = context->input ? context->input->encoding : 0;
  if (!declared) declared = context->encoding;
  if (!declared || !xmlStrcasecmp(declared, (const xmlChar *)"UTF-8") || !xmlStrcasecmp(declared, (const xmlChar *)"UTF8")) return 0;
  return (const char *)declared;
}

/// The library's version at run time; the name is a macro around a function.
static inline const char *giaonhan_xml_version(void) { return xmlParserVersion; }

/// How many names the parser knows.
static inline int giaonhan_xml_names(xmlParserCtxtPtr context) { return xmlDictSize(context->dict); }

/// How many of the bytes given to the parser it has read. Written out, because xmlByteConsumed asks after an encoder first; ours has none.
static inline unsigned long giaonhan_xml_offset(xmlParserCtxtPtr context) {
  return context->input ? context->input->consumed + (unsigned long)(context->input->cur - context->input->base) : 0;
}

#endif
