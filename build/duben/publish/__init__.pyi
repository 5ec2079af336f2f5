from .build_cache import (
    open_cache as open_cache,
)
from .builds import (
    build as build,
    build_books as build_books,
)
from .comparison import (
    ComparisonSide as ComparisonSide,
    compare as compare,
    open_book as open_book,
    open_side as open_side,
)
from .editing import (
    ImportedTable as ImportedTable,
    answer_waiting as answer_waiting,
    collect_terms as collect_terms,
    encode_like as encode_like,
    export_decisions as export_decisions,
    import_decisions as import_decisions,
    update_decisions as update_decisions,
)
from .executors import (
    open_executor as open_executor,
)
from .handouts import (
    write_change_documents as write_change_documents,
)
from .importing import (
    import_files as import_files,
    update_files as update_files,
)
from .manifest import (
    MANIFEST_NAME as MANIFEST_NAME,
    SUMS_NAME as SUMS_NAME,
    dump_manifest as dump_manifest,
    dump_sums as dump_sums,
    new_sm3 as new_sm3,
    read_manifest as read_manifest,
)
from .measuring import (
    MeasuredPdf as MeasuredPdf,
    ProofResult as ProofResult,
    proof_book as proof_book,
    text_differences as text_differences,
)
from .mending import (
    MendedPlace as MendedPlace,
    mend as mend,
    undo as undo,
)
from .one_book import (
    PreparedBook as PreparedBook,
    follow_chapter as follow_chapter,
    prepare as prepare,
)
from .options import (
    BuildOptions as BuildOptions,
    BuildResult as BuildResult,
    OutputFile as OutputFile,
)
from .outputs import (
    output_folder as output_folder,
    read_output as read_output,
    replace_outputs as replace_outputs,
    replace_unchanged as replace_unchanged,
    unwritable_problem as unwritable_problem,
    work_folder as work_folder,
    write_file as write_file,
    writing_errors as writing_errors,
)
from .packing import (
    PackedFiles as PackedFiles,
    pack as pack,
    unpack as unpack,
)
from .reading import (
    Draft as Draft,
    check as check,
    enumerations as enumerations,
    load as load,
)
from .records import (
    LEDGER_NAME as LEDGER_NAME,
    keep_print as keep_print,
)
from .verification import (
    SIGNATURE_NAME as SIGNATURE_NAME,
    SigningKey as SigningKey,
    Verification as Verification,
    load_signing_key as load_signing_key,
    verify as verify,
)
from .viewing import (
    DraftLine as DraftLine,
    compose_book as compose_book,
    draft_lines as draft_lines,
    explain_breaks as explain_breaks,
    parse_place as parse_place,
    show_html as show_html,
    show_lines as show_lines,
    show_pages as show_pages,
)
from .worker.rendering import (
    RenderRequest as RenderRequest,
    compose_ordinary as compose_ordinary,
    load_renderer as load_renderer,
)
