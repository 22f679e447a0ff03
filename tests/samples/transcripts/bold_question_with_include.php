<?php include("../head.php"); ?>
<h1>Wspomnienia z zesłania</h1>
<p><b>Kiedy Pana wywieziono?</b><br>
W lutym czterdziestego roku, w nocy.<br />
Mróz był straszny.</p>
<p><b>Kto przyszedł?</b></p>
<p>Trzech żołnierzy i sąsiad. Kazali się spakować w pół godziny.</p>
<p><b>Co zabraliście?</b> Pierzynę, chleb i obraz.</p>
<?php include("../foot.php"); ?>
