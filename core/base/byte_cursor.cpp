#include "core/base/byte_cursor.h"

#include "core/base/error.h"

namespace secateur {

void ByteCursor::fail(const std::string& what, const std::string& got) const {
    throw Error(ErrorCode::CorruptData, "file is damaged, " + what,
                {m_source + ", byte " + std::to_string(m_offset), "", got});
}

}  // namespace secateur
