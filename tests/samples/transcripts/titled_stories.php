<?php include "head.php"; ?>
<h2>Droga</h2><p>Jechaliśmy trzy tygodnie w bydlęcym wagonie. Było zimno i ciemno.</p><h2>Praca</h2><p>Pracowałam przy wyrębie lasu. Normy były nie do wyrobienia.</p>
